// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The framework's services and bundles, as the user's bundle that this class is loaded by sees them. */
public final class Services {
    /** The property that holds the unpacked distribution's path. */
    public static final String DISTRIBUTION = "hawser.bench.distribution";
    /** The bundle that is installed, but not started, beside the distribution's. */
    public static final String EVENT_ADMIN = "org.apache.felix.eventadmin";
    private static final long PATIENCE_MS = 20_000;

    private Services() {
    }

    /** {@return the user's bundle} */
    static BundleContext context() {
        return FrameworkUtil.getBundle(Services.class).getBundleContext();
    }

    /** {@return the service; waits for it} */
    static <T> T service(Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context(), type, null);
        tracker.open();
        T service = tracker.waitForService(PATIENCE_MS);
        if (service == null) {
            throw new IllegalStateException("the distribution must have the service: type=" + type.getName()
                    + Absence.explain(context(), type));
        }
        return service;
    }

    /** {@return the installed bundle of that name} */
    static Bundle bundle(String name) {
        return Stream.of(context().getBundles()).filter(bundle -> bundle.getSymbolicName().equals(name))
                .findFirst().orElseThrow();
    }

    /** {@return where the distribution has its examples} */
    static Path deployFolder() {
        return Path.of(System.getProperty(DISTRIBUTION), "deploy");
    }
}
