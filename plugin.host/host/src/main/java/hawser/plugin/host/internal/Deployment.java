// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Installs, updates and uninstalls plugins on an administrator's word: the deploy folder then holds what runs. Each
 * returns when the plugin is active or gone, or else throws why not, and then all is as before.
 */
final class Deployment {
    /*
     * A bare library is wrapped at once, under the location that the folder's watch would use: that finds it done. A
     * bundle is left to the watch, which has its own book of what it installed.
     */
    private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BundleContext context;
    private final PluginExtender extender;

    Deployment(BundleContext context, PluginExtender extender) {
        this.context = context;
        this.extender = extender;
    }

    private DeployFolder folder() {
        String home = context.getProperty("hawser.home");
        String watched = context.getProperty("felix.fileinstall.dir");
        if (home == null && watched == null) {
            throw new PluginException("a deploy folder is required: neither hawser.home nor felix.fileinstall.dir is "
                    + "set; start Hawser with bin/hawser");
        }
        return new DeployFolder(home == null ? Path.of(watched).toAbsolutePath() : Path.of(home, "deploy"));
    }

    PluginInfo install(Path file) {
        DeployFolder folder = folder();
        Path place = folder.free(file);
        folder.put(file, place);
        try {
            return isLibrary(place) ? wrap(place) : awaitBundle(place);
        } catch (PluginException e) {
            folder.delete(place);
            Bundle failed = context.getBundle(LibraryBundle.deployedAt(place));
            if (failed != null) {
                uninstall(failed);
            }
            throw e;
        }
    }

    private static boolean isLibrary(Path place) {
        return LibraryBundle.isLibrary(place.getFileName().toString());
    }

    private PluginInfo wrap(Path place) {
        LibraryBundle wrapped = LibraryBundle.deployed(place);
        try {
            Bundle bundle = context.installBundle(wrapped.location(), wrapped.stream());
            bundle.start();
            return requireActive(bundle);
        } catch (BundleException e) {
            throw new PluginException("the bundle around " + place + " must be startable: " + e.getMessage(), e);
        }
    }

    private PluginInfo requireActive(Bundle bundle) {
        HostedPlugin plugin = extender.plugin(bundle);
        if (plugin == null) {
            throw new PluginException("a bundle with a plugin is required: " + bundle.getSymbolicName() + " has none");
        }
        extender.lastLoad(plugin).join();
        PluginInfo info = plugin.info();
        if (info.state() != PluginState.ACTIVE || info.reason().isPresent()) {
            throw new PluginException(info.reason().orElse("it is " + info.state()));
        }
        return info;
    }

    private PluginInfo awaitBundle(Path place) {
        long deadlineNs = System.nanoTime() + WATCH_NS;
        while (System.nanoTime() - deadlineNs < 0) {
            Bundle bundle = context.getBundle(place.toUri().toString().replaceFirst("^file:///", "file:/"));
            if (bundle != null && bundle.getState() == Bundle.ACTIVE) {
                return requireActive(bundle);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        throw new PluginException("the bundle must become active: " + place.getFileName() + " has not within "
                + TimeUnit.NANOSECONDS.toSeconds(WATCH_NS) + " s; the log says why");
    }

    /** Has a plugin's bundle read again, and the plugin swapped for what it holds then. */
    PluginInfo update(Bundle bundle) {
        try {
            if (LibraryBundle.isAt(bundle.getLocation())) {
                Path library = LibraryBundle.libraryOf(bundle.getLocation());
                bundle.update(LibraryBundle.at(bundle.getLocation(), library).stream());
            } else {
                bundle.update();
            }
            bundle.start();
            return requireActive(bundle);
        } catch (BundleException e) {
            throw new PluginException("the bundle of the plugin must be readable and startable: " + e.getMessage(), e);
        }
    }

    /** Puts a file in the place of a plugin's own, and swaps. */
    PluginInfo update(Bundle bundle, Path file) {
        DeployFolder folder = folder();
        Path place = place(bundle).filter(folder::holds).orElseThrow(() -> new PluginException(
                "a plugin of the deploy folder is required: that one came from " + bundle.getLocation()
                        + "; plugin:update NAME reads it again from there"));
        if (isLibrary(place) != isLibrary(file)) {
            throw new PluginException("a library is replaced by a library, a bundle by a bundle: " + place.getFileName()
                    + " cannot be replaced by " + file.getFileName());
        }
        Path kept = folder.keep(place);
        folder.put(file, place);
        try {
            PluginInfo updated = update(bundle);
            Files.deleteIfExists(kept);
            return updated;
        } catch (PluginException | java.io.IOException e) {
            folder.putBack(kept, place);
            update(bundle);
            throw e instanceof PluginException failure ? failure : new PluginException(e.toString(), e);
        }
    }

    /** The file that a bundle came from. */
    private static Optional<Path> place(Bundle bundle) {
        String location = bundle.getLocation();
        if (LibraryBundle.isAt(location)) {
            return Optional.of(LibraryBundle.libraryOf(location));
        }
        return location.startsWith("file:") ? Optional.of(Path.of(URI.create(location))) : Optional.empty();
    }

    /** Uninstalls a plugin's bundle, and deletes its file if that is the deploy folder's. */
    void remove(Bundle bundle) {
        DeployFolder folder = folder();
        place(bundle).filter(folder::holds).ifPresent(folder::delete);
        uninstall(bundle);
    }

    private static void uninstall(Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            throw new PluginException("the bundle must be uninstallable: " + e.getMessage(), e);
        }
    }
}
