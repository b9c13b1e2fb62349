// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The bundles that were installed from {@code bundle/}: all of them must run, or nothing does. */
final class OwnBundles {
    private final Map<Bundle, BundleFolder.BundleFile> files = new LinkedHashMap<>();

    private OwnBundles() {
    }

    static OwnBundles install(BundleContext context, BundleFolder folder) {
        OwnBundles own = new OwnBundles();
        folder.files().forEach(file -> own.install(context, file));
        own.files.keySet().stream().filter(OwnBundles::isToBeMarked).forEach(OwnBundles::startLater);
        return own;
    }

    /** {@return their ids, and that of the framework} */
    Set<Long> ids() {
        return Stream.concat(Stream.of(Constants.SYSTEM_BUNDLE_ID), files.keySet().stream().map(Bundle::getBundleId))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Checks that each up to that start level runs. */
    void check(int level) {
        files.forEach((bundle, file) -> {
            boolean due = file.level() <= level && !isFragment(bundle);
            if (due && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0) {
                throw new LaunchException(ExitCodes.NOT_STARTED,
                        "bundle " + file.path().getFileName() + " cannot start: " + failureOf(bundle));
            }
        });
    }

    /** Why it did not start: that it is started once more tells, at once and to this thread. */
    private static String failureOf(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it was stopped by another";
        } catch (BundleException e) {
            return reason(e);
        }
    }

    private void install(BundleContext context, BundleFolder.BundleFile file) {
        try {
            Bundle bundle = context.installBundle(file.location());
            BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
            if (level.getStartLevel() != file.level()) { // it would be written to the cache each time
                level.setStartLevel(file.level());
            }
            files.put(bundle, file);
        } catch (BundleException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "cannot install " + file.path() + ": " + reason(e), e);
        }
    }

    /** The cache has that from the last start, unless somebody has stopped the bundle since. */
    private static boolean isToBeMarked(Bundle bundle) {
        return !bundle.adapt(BundleStartLevel.class).isPersistentlyStarted() && !isFragment(bundle);
    }

    /** The framework is not started yet: this marks the bundle to be started at its level. */
    private static void startLater(Bundle bundle) {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "cannot start " + bundle.getSymbolicName() + ": " + reason(e), e);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? failure.getMessage()
                : failure.getMessage() + ": " + cause.getMessage();
    }
}
