// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the checks among the services and runs them. Thread-safe. */
record Checks(BundleContext context) implements Health {
    @Override
    public List<String> names() {
        return references().map(Checks::name).toList();
    }

    @Override
    public List<HealthFinding> check() {
        return references().map(this::run).toList();
    }

    @Override
    public List<HealthFinding> check(String name) {
        return references().filter(reference -> name(reference).equals(name)).map(this::run).toList();
    }

    private Stream<ServiceReference<HealthCheck>> references() {
        try {
            return context.getServiceReferences(HealthCheck.class, null).stream()
                    .sorted(Comparator.comparing(Checks::name));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter
        }
    }

    private static String name(ServiceReference<HealthCheck> reference) {
        Object name = reference.getProperty(HealthCheck.NAME);
        return name == null ? "service-" + reference.getProperty("service.id") : name.toString();
    }

    private HealthFinding run(ServiceReference<HealthCheck> reference) {
        List<String> tags = reference.getProperty(HealthCheck.TAGS) instanceof String[] all
                ? Arrays.asList(all) : List.of();
        HealthCheck check = context.getService(reference);
        if (check == null) {
            return new HealthFinding(name(reference), HealthFinding.Status.HEALTH_CHECK_ERROR,
                    List.of("the check has just gone"), tags);
        }
        try {
            Result result = check.execute();
            return new HealthFinding(name(reference), HealthFinding.Status.valueOf(result.getStatus().name()),
                    messages(result), tags);
        } catch (RuntimeException e) { // another bundle's check must not hide the rest
            return new HealthFinding(name(reference), HealthFinding.Status.HEALTH_CHECK_ERROR,
                    List.of("the check failed: " + e), tags);
        } finally {
            context.ungetService(reference);
        }
    }

    /** What is wrong; if nothing is, what was looked at. */
    private static List<String> messages(Result result) {
        List<String> bad = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            if (!entry.isDebug()) {
                (entry.getStatus() == Result.Status.OK ? good : bad).add(entry.getMessage());
            }
        }
        return bad.isEmpty() ? good : bad;
    }
}
