// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundles around what the deploy folder holds for plugins: libraries, and folders with one. Thread-safe. */
final class DeployedLibraries {
    /*
     * A library and the file beside it are told of one after the other, each when it has not changed for a while. A
     * library whose settings lie there, but have not been told of as they are now, is left until they are, or have not
     * changed between two looks: they may be half written, and with both there is one plugin, loaded once.
     *
     * What has gone may be being replaced, by two renames: its bundle goes when it is missing at two looks. What nobody
     * takes may still become something: it is told of, by a bundle that was refused, when it is there at two looks.
     */

    private static final Logger LOG = LoggerFactory.getLogger(DeployedLibraries.class);

    /** What a file was like. */
    private record Stamp(long length, FileTime changed) {
        /** Of a regular file; null if it is none. */
        static Stamp of(Path file) {
            try {
                return Files.isRegularFile(file) ? new Stamp(Files.size(file), Files.getLastModifiedTime(file)) : null;
            } catch (IOException e) {
                return null; // it has gone
            }
        }
    }

    /** Whoever changes a bundle of the deploy folder holds it: the framework gives up where two meet in one. */
    static final Object TURN = new Object();

    private final BundleContext context;
    private final Strays folder;
    private final Map<Path, Stamp> settled = new HashMap<>();
    /** Libraries that are left for now, and what their settings were like. */
    private final Map<Path, Stamp> left = new HashMap<>();
    /** Bundles that were told of as gone, since their library was, though there may be something in its place. */
    private final Set<Bundle> told = new HashSet<>();
    /** Bundles whose library was not there at the last look. */
    private final Set<Bundle> missing = new HashSet<>();
    /** What nobody took at the last look. */
    private Set<Path> strays = Set.of();

    DeployedLibraries(BundleContext context, Strays folder) {
        this.context = context;
        this.folder = folder;
        for (Bundle bundle : bundles()) {
            Path settings = DroppedLibrary.settingsBeside(LibraryBundle.libraryOf(bundle.getLocation()));
            settled.put(settings, Stamp.of(settings));
        }
    }

    private List<Bundle> bundles() {
        return Arrays.stream(context.getBundles()).filter(bundle -> LibraryBundle.isDeployed(bundle.getLocation()))
                .toList();
    }

    /** A library, or a folder, is there, or has changed. */
    synchronized void take(Path library) throws BundleException {
        Path settings = DroppedLibrary.settingsBeside(library);
        Stamp now = Stamp.of(settings);
        if (Files.isDirectory(library) || now == null || now.equals(settled.get(settings))) {
            wrap(library);
        } else {
            left.put(library, now);
        }
    }

    /** The settings of a library that is there have come, changed or gone. */
    synchronized void settle(Path settings, Path library) throws BundleException {
        settled.put(settings, Stamp.of(settings));
        wrap(library);
    }

    private void wrap(Path library) throws BundleException {
        left.remove(library);
        if (!DroppedLibrary.canBe(library) && Strays.misfit(library).isEmpty()) {
            return; // it has gone, or become somebody else's, since the folder was looked at: the next looks see that
        }
        forgetThatSettingsWereAlone(library);
        LibraryBundle wrapped = LibraryBundle.deployed(library);
        synchronized (TURN) {
            Bundle known = context.getBundle(wrapped.location());
            if (known == null) {
                context.installBundle(wrapped.location(), wrapped.stream()).start();
            } else if (!wrapped.isSameAs(known)) {
                known.update(wrapped.stream());
                known.start();
            }
        }
    }

    /** Its settings may have been there before it, and nobody took them. */
    private void forgetThatSettingsWereAlone(Path library) throws BundleException {
        Bundle alone = context.getBundle(LibraryBundle.deployedAt(DroppedLibrary.settingsBeside(library)));
        if (alone != null && LibraryBundle.isLibrary(library.getFileName().toString())) {
            uninstall(alone, any -> true);
        }
    }

    /** A library, or a folder, has gone, or was away for a moment while it was replaced: whether there was one. */
    synchronized boolean remove(Path library) throws BundleException {
        if (DroppedLibrary.canBe(library)) {
            wrap(library);
            return true;
        }
        left.remove(library);
        Optional<Bundle> bundle = Optional.ofNullable(context.getBundle(LibraryBundle.deployedAt(library)));
        bundle.ifPresent(told::add);
        return bundle.isPresent();
    }

    /** In turn, and if it still is as it was found. */
    static void uninstall(Bundle bundle, Predicate<Bundle> asFound) throws BundleException {
        synchronized (TURN) {
            if (bundle.getState() != Bundle.UNINSTALLED && asFound.test(bundle)) {
                bundle.uninstall();
            }
        }
    }

    private static boolean isOrphan(Bundle bundle) {
        return LibraryBundle.isOrphan(bundle.getLocation());
    }

    private boolean isMissing(Bundle bundle) {
        Path library = LibraryBundle.libraryOf(bundle.getLocation());
        boolean refused = LibraryBundle.isRefused(bundle);
        return isOrphan(bundle) || (refused ? !strays.contains(library) : told.contains(bundle))
                && !DroppedLibrary.canBe(library);
    }

    /** Files may have gone, or been replaced, while nobody watched the folder: what was there before is not loaded. */
    synchronized void catchUp() {
        strays = folder.all();
        for (Bundle bundle : bundles()) {
            try {
                catchUp(bundle);
            } catch (BundleException | RuntimeException e) {
                LOG.error("What {} was made of has changed while Hawser was down, and cannot be taken: {}", bundle,
                        e.toString());
            }
        }
        tellOf(strays);
    }

    private void catchUp(Bundle bundle) throws BundleException {
        if (isOrphan(bundle)) {
            uninstall(bundle, DeployedLibraries::isOrphan);
        } else {
            judgeAgain(LibraryBundle.libraryOf(bundle.getLocation()));
        }
    }

    private void tellOf(Set<Path> untaken) {
        for (Path stray : untaken) {
            try {
                if (context.getBundle(LibraryBundle.deployedAt(stray)) == null) {
                    judgeAgain(stray);
                }
            } catch (BundleException e) {
                LOG.error("{} is not used, and the list of plugins cannot tell of it: {}", stray, e.toString());
            }
        }
    }

    /**
     * Looks once more at what nobody tells of: who may write a file can change without the file; what was left stays
     * left; what was replaced while it was told to have gone can have gone since.
     */
    synchronized void judgeAgain() throws BundleException {
        Set<Path> before = strays;
        strays = folder.all();
        removeMissing();
        tellOf(strays.stream().filter(before::contains).collect(Collectors.toSet()));
        for (Map.Entry<Path, Stamp> each : Map.copyOf(left).entrySet()) {
            Path settings = DroppedLibrary.settingsBeside(each.getKey());
            Stamp now = Stamp.of(settings);
            if (now == null || now.equals(each.getValue())) {
                settled.put(settings, now);
                judgeAgain(each.getKey());
            } else {
                left.put(each.getKey(), now);
            }
        }
        for (Bundle bundle : bundles()) {
            if (bundle.getState() != Bundle.UNINSTALLED && LibraryBundle.isRefused(bundle)) {
                judgeAgain(LibraryBundle.libraryOf(bundle.getLocation()));
            }
        }
    }

    private void removeMissing() throws BundleException {
        Set<Bundle> before = Set.copyOf(missing);
        missing.clear();
        for (Bundle bundle : bundles().stream().filter(this::isMissing).toList()) {
            if (before.contains(bundle)) {
                uninstall(bundle, this::isMissing);
            } else {
                missing.add(bundle);
            }
        }
        told.removeIf(bundle -> bundle.getState() == Bundle.UNINSTALLED || !isMissing(bundle));
    }

    private void judgeAgain(Path library) throws BundleException {
        try {
            wrap(library);
        } catch (PluginException e) {
            return; // it is being replaced: that is told of by itself
        }
    }
}
