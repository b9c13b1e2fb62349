// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Why a service is not there: what in the framework does not run, and what it waits for. */
final class Absence {
    private static final int RUNS = Bundle.ACTIVE | Bundle.STARTING;
    private static final String LINE = "\n  ";

    private final BundleContext context;
    private final List<String> reasons = new ArrayList<>();

    private Absence(BundleContext context) {
        this.context = context;
    }

    /** {@return a line for each bundle, service and component that may be why} */
    static String explain(BundleContext context, Class<?> type) {
        Absence absence = new Absence(context);
        absence.addForeign(context.getBundle(), type.getName());
        Stream.of(context.getBundles()).filter(bundle -> (bundle.getState() & RUNS) == 0)
                .forEach(absence::addBundle);
        absence.addComponents();
        return absence.reasons.isEmpty() ? LINE + "nothing in the framework tells why"
                : LINE + String.join(LINE, absence.reasons);
    }

    /** Services of that name whose class is another than the one that the bundle sees. */
    private void addForeign(Bundle user, String type) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(type, null);
            Stream.ofNullable(all).flatMap(Stream::of).filter(found -> !found.isAssignableTo(user, type))
                    .forEach(found -> reasons.add("service " + type + " of bundle " + name(found.getBundle())
                            + " is not for bundle " + name(user) + ", which has another package of that name"));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("there is no filter to be wrong", e);
        }
    }

    private void addBundle(Bundle bundle) {
        boolean isPassive = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null
                || bundle.getSymbolicName().equals(Services.EVENT_ADMIN);
        if (isPassive) {
            return;
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            reasons.add("bundle " + name(bundle) + " does not start: " + e.getMessage());
        }
    }

    private void addComponents() {
        ServiceReference<ServiceComponentRuntime> found =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (found == null) {
            reasons.add("no declarative services run");
            return;
        }
        ServiceComponentRuntime runtime = context.getService(found);
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            runtime.getComponentConfigurationDTOs(component).forEach(this::addComponent);
        }
    }

    private void addComponent(ComponentConfigurationDTO component) {
        String name = "component " + component.description.name + " of bundle "
                + component.description.bundle.symbolicName;
        if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            reasons.add(name + " failed: " + component.failure);
        }
        if (component.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
            reasons.add(name + " has no configuration");
        }
        for (UnsatisfiedReferenceDTO reference : component.unsatisfiedReferences) {
            addReference(name, component.description, reference.name);
        }
    }

    private void addReference(String name, ComponentDescriptionDTO component, String reference) {
        Stream.of(component.references).filter(each -> each.name.equals(reference)).forEach(each -> {
            String target = each.target == null ? "" : " with " + each.target;
            reasons.add(name + " waits for service " + each.interfaceName + target);
            addForeign(context.getBundle(component.bundle.id), each.interfaceName);
        });
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName();
    }
}
