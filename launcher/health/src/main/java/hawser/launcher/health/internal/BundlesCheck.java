// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import java.util.Arrays;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Whether each bundle that is to run does, and each of their components.
 *
 * @param context that knows all bundles
 */
record BundlesCheck(BundleContext context) implements HealthCheck {
    private static final String CAUSE = "Caused by: ";

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Bundle[] bundles = context.getBundles();
        Arrays.stream(bundles).forEach(bundle -> judge(bundle, log));
        components(log);
        log.info("{}", Count.of(bundles.length, "bundle"));
        return new Result(log);
    }

    private static void judge(Bundle bundle, FormattingResultLog log) {
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        boolean wanted = level != null && level.isPersistentlyStarted();
        if (bundle.getState() == Bundle.INSTALLED) {
            log.critical("Bundle {} ({}) cannot be resolved: bundle:start {} in the shell says what it lacks",
                    bundle.getSymbolicName(), bundle.getBundleId(), bundle.getBundleId());
        } else if (wanted && !fragment && bundle.getState() == Bundle.RESOLVED) {
            log.critical("Bundle {} ({}) is to run and does not: see the log", bundle.getSymbolicName(),
                    bundle.getBundleId());
        }
    }

    private void components(FormattingResultLog log) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
        if (runtime == null) {
            log.critical("The component runtime is required and not there: start the bundle org.apache.felix.scr");
            return;
        }
        try {
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
                runtime.getComponentConfigurationDTOs(description).forEach(each -> judge(each, log));
            }
        } finally {
            context.ungetService(reference);
        }
    }

    private static void judge(ComponentConfigurationDTO component, FormattingResultLog log) {
        if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            log.critical("Component {} of {} could not be activated: {}", component.description.name,
                    component.description.bundle.symbolicName, cause(component.failure));
        } else if (component.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            log.warn("Component {} of {} waits for services: {}", component.description.name,
                    component.description.bundle.symbolicName,
                    Arrays.stream(component.unsatisfiedReferences).map(missing -> missing.name).toList());
        }
    }

    /** What is at the bottom of the stack is what the component said. */
    private static String cause(String stack) {
        return String.valueOf(stack).lines().filter(line -> line.startsWith(CAUSE)).reduce((first, last) -> last)
                .map(line -> line.substring(CAUSE.length())).orElse("the log says why");
    }
}
