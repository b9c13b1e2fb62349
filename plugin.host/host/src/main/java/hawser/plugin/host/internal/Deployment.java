// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs, updates and uninstalls plugins on an administrator's word: the deploy folder then holds what runs. Each
 * returns when the plugin is active or gone, or else throws why not, and then all is as before.
 */
final class Deployment {
    /*
     * A bare library is wrapped at once, under the location that the folder's watch would use: that finds it done. A
     * bundle is left to the watch, which has its own book of what it installed.
     */
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BundleContext context;
    private final PluginExtender extender;

    Deployment(BundleContext context, PluginExtender extender) {
        this.context = context;
        this.extender = extender;
    }

    private Optional<DeployFolder> folderOrNone() {
        return DeployFolder.named(context, DeployFolder.PROPERTY).map(DeployFolder::new);
    }

    private DeployFolder folder() {
        return folderOrNone().orElseThrow(() -> new PluginException("a deploy folder is required: "
                + DeployFolder.PROPERTY + " is not set; start Hawser with bin/hawser"));
    }

    PluginInfo install(Path file) {
        DeployFolder folder = folder();
        Path place = folder.free(file);
        try {
            folder.put(file, place);
            return isLibrary(place) ? wrap(place) : awaitBundle(place);
        } catch (RuntimeException e) {
            undo(e, () -> folder.delete(place));
            Bundle failed = context.getBundle(LibraryBundle.deployedAt(place));
            if (failed != null) {
                undo(e, () -> uninstall(failed));
            }
            throw e;
        }
    }

    /** The first failure is the one to tell; what cannot be undone is told as well. */
    private static void undo(RuntimeException failure, Runnable undoing) {
        try {
            undoing.run();
        } catch (RuntimeException e) {
            LOG.error("After a plugin could not be deployed, not all is as before: {}", e.getMessage());
            failure.addSuppressed(e);
        }
    }

    private static boolean isLibrary(Path place) {
        return LibraryBundle.isLibrary(place.getFileName().toString()) || Files.isDirectory(place);
    }

    private PluginInfo wrap(Path place) {
        LibraryBundle wrapped = LibraryBundle.deployed(place);
        try {
            return requireActive(start(wrapped));
        } catch (BundleException e) {
            throw new PluginException("the bundle around " + place + " must be startable: " + e.getMessage(), e);
        }
    }

    private Bundle start(LibraryBundle wrapped) throws BundleException {
        synchronized (DeployedLibraries.TURN) {
            Bundle bundle = context.installBundle(wrapped.location(), wrapped.stream());
            bundle.start();
            return bundle;
        }
    }

    private PluginInfo requireActive(Bundle bundle) {
        HostedPlugin plugin = extender.plugin(bundle);
        if (plugin == null) {
            throw new PluginException("a bundle with a plugin is required: " + bundle.getSymbolicName() + " has none");
        }
        awaitLoad(plugin);
        PluginInfo info = plugin.info();
        if (info.state() != PluginState.ACTIVE || info.reason().isPresent()) {
            throw new PluginException(info.reason().orElse("it is " + info.state()));
        }
        return info;
    }

    private static void await(CompletableFuture<Void> load) {
        try {
            load.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new PluginException("loading it went wrong, which the log tells: " + e.getCause(), e);
        }
    }

    /** The interrupt has done its work: what follows is to undo, which must not be interrupted. */
    private static PluginException interrupted(InterruptedException cause) {
        return new PluginException("interrupted; all is as before", cause);
    }

    /** The watch may have the bundle stopped just now, to update it as well. */
    private void awaitLoad(HostedPlugin plugin) {
        long deadlineNs = System.nanoTime() + WATCH_NS;
        await(extender.lastLoad(plugin));
        while (!plugin.isUpToDate() && System.nanoTime() - deadlineNs < 0) {
            look();
            await(extender.lastLoad(plugin));
        }
    }

    private PluginInfo awaitBundle(Path place) {
        long deadlineNs = System.nanoTime() + WATCH_NS;
        while (System.nanoTime() - deadlineNs < 0) {
            Bundle bundle = context.getBundle(JarInstaller.location(place));
            if (bundle != null && bundle.getState() == Bundle.ACTIVE) {
                return requireActive(bundle);
            }
            look();
        }
        throw new PluginException("the bundle must become active: " + place.getFileName() + " has not within "
                + TimeUnit.NANOSECONDS.toSeconds(WATCH_NS) + " s; the log says why");
    }

    private static void look() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_NS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Has a plugin's bundle read again, and another generation begun of what it holds, also if that is the same. */
    PluginInfo renew(Bundle bundle) {
        Optional.ofNullable(extender.plugin(bundle)).ifPresent(plugin -> plugin.origin().renew());
        return update(bundle);
    }

    /*
     * The folder's watch may see the same file, before this or after it, and update the bundle once more: that finds
     * the plugin made from the same.
     */
    private PluginInfo update(Bundle bundle) {
        try {
            synchronized (DeployedLibraries.TURN) {
                readAgain(bundle);
                bundle.start();
            }
            return requireActive(bundle);
        } catch (BundleException | IllegalStateException e) { // the latter if its file has gone, and it with that
            throw new PluginException("the bundle of the plugin must be readable and startable: " + e.getMessage(), e);
        }
    }

    private static void readAgain(Bundle bundle) throws BundleException {
        if (LibraryBundle.isAt(bundle.getLocation())) {
            Path library = LibraryBundle.libraryOf(bundle.getLocation());
            bundle.update(LibraryBundle.at(bundle.getLocation(), library).stream());
        } else {
            place(bundle).filter(Files::isRegularFile).map(DroppedJar::at).ifPresent(DroppedJar::require);
            bundle.update();
        }
    }

    /** Puts a file in the place of a plugin's own, and swaps. */
    PluginInfo update(Bundle bundle, Path file) {
        DeployFolder folder = folder();
        Path place = place(bundle).filter(folder::holds).orElseThrow(() -> new PluginException(
                "a plugin of the deploy folder is required: that one came from " + bundle.getLocation()
                        + "; plugin:update NAME reads it again from there"));
        if (isLibrary(place) != isLibrary(file) || Files.isDirectory(place) != Files.isDirectory(file)) {
            throw new PluginException("a library is replaced by a library, a folder by a folder, a bundle by a bundle: "
                    + place.getFileName() + " cannot be replaced by " + file.getFileName());
        }
        DeployFolder.require(file);
        PluginInfo updated = replace(folder, bundle, file, place);
        folder.forget(place);
        return updated;
    }

    private PluginInfo replace(DeployFolder folder, Bundle bundle, Path file, Path place) {
        folder.keep(place);
        try {
            folder.put(file, place);
            return update(bundle);
        } catch (RuntimeException e) {
            undo(e, () -> folder.putBack(place));
            undo(e, () -> update(bundle));
            throw e;
        }
    }

    /** The file that a bundle came from. */
    private static Optional<Path> place(Bundle bundle) {
        return place(bundle.getLocation());
    }

    static Optional<Path> place(String location) {
        if (LibraryBundle.isAt(location)) {
            return Optional.of(LibraryBundle.libraryOf(location));
        }
        try {
            return location.startsWith("file:") ? Optional.of(Path.of(URI.create(location))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // file:rel.jar, or with a blank: the deploy folder's watch makes no such place
        }
    }

    /** Uninstalls a plugin's bundle, and deletes its file, or folder, if that is the deploy folder's. */
    void remove(Bundle bundle) {
        folderOrNone().ifPresent(folder -> place(bundle).ifPresent(file -> delete(folder, file)));
        uninstall(bundle);
    }

    /** With a folder goes what was made of it, so that it is made anew if the folder comes back. */
    private void delete(DeployFolder folder, Path file) {
        Path origin = originOf(folder, file);
        if (folder.holds(origin)) {
            folder.delete(origin);
        }
        if (!origin.equals(file)) {
            new DeployFolder(file.getParent()).delete(file);
        }
    }

    /** The folder that a jar was made of, or else that file itself. */
    private Path originOf(DeployFolder folder, Path file) {
        return DeployFolder.named(context, UnpackedBundles.PROPERTY).map(UnpackedBundles::new)
                .flatMap(bundles -> bundles.nameOf(file)).map(folder.path()::resolve).orElse(file);
    }

    private static void uninstall(Bundle bundle) {
        try {
            DeployedLibraries.uninstall(bundle, any -> true);
        } catch (IllegalStateException e) {
            LOG.debug("The watch was faster to uninstall {}", bundle, e);
        } catch (BundleException e) {
            throw new PluginException("the bundle must be uninstallable: " + e.getMessage(), e);
        }
    }
}
