// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Hawser's own checks, each a service until this is closed. */
final class OwnChecks implements AutoCloseable {
    private final List<ServiceRegistration<HealthCheck>> registrations;

    /** The deadline is asked for at each look. */
    OwnChecks(BundleContext context, Parts parts, LongSupplier leaseDeadlineNs) {
        registrations = all(context, parts, leaseDeadlineNs).entrySet().stream()
                .map(check -> register(context, check.getKey(), check.getValue())).toList();
    }

    private static Map<String, HealthCheck> all(BundleContext context, Parts parts, LongSupplier leaseDeadlineNs) {
        Map<String, HealthCheck> all = new TreeMap<>(Map.of("plugins", new PluginsCheck(parts),
                "channels", new ChannelsCheck(parts, System::nanoTime, leaseDeadlineNs),
                "messages", new MessagesCheck(parts, System::nanoTime), "memory", new MemoryCheck(parts),
                "orphans", new OrphansCheck(parts), "bundles", new BundlesCheck(context),
                "configuration", new ConfigurationCheck(parts)));
        String home = context.getProperty("hawser.home");
        if (home != null) {
            all.put("deploy", new DeployCheck(Path.of(home, "deploy"),
                    () -> Stream.of(context.getBundles()).map(Bundle::getLocation)));
        }
        return all;
    }

    private static ServiceRegistration<HealthCheck> register(BundleContext context, String name, HealthCheck check) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, name);
        properties.put(HealthCheck.TAGS, new String[] {"hawser"});
        return context.registerService(HealthCheck.class, check, properties);
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
