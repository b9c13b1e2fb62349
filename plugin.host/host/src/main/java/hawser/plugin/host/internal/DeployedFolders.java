// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders in the deploy folder, of which FileInstall tells nothing. Not thread-safe. */
final class DeployedFolders {
    /*
     * A folder is taken up when nothing of it has changed between two looks: it may be half copied. One that is missing
     * at two looks has gone: it may be being replaced, by two renames.
     */
    private static final Logger LOG = LoggerFactory.getLogger(DeployedFolders.class);

    private final Path deploy;
    private final DeployedLibraries libraries;
    private final Optional<UnpackedBundles> bundles;
    /** At the last look. */
    private Map<Path, FolderStamp> seen = Map.of();
    private final Map<Path, FolderStamp> taken = new HashMap<>();
    private final Map<Path, String> failures = new HashMap<>();

    DeployedFolders(Path deploy, DeployedLibraries libraries, Optional<UnpackedBundles> bundles) {
        this.deploy = deploy;
        this.libraries = libraries;
        this.bundles = bundles;
    }

    /** Takes up what is there, without a second look, and lets go what went while nobody looked. */
    void catchUp() {
        try {
            seen = stamps();
            if (bundles.isPresent()) {
                bundles.get().retain(seen.keySet());
            }
        } catch (IOException e) {
            LOG.error("The deploy folder, and what is made of its folders, must be usable: {}", e.toString());
        }
        seen.forEach(this::take);
    }

    void look() {
        Map<Path, FolderStamp> now;
        try {
            now = stamps();
        } catch (IOException e) {
            return; // nobody knows what is there: all stays as it is
        }
        now.forEach((folder, stamp) -> {
            if (stamp.equals(seen.get(folder)) && !stamp.equals(taken.get(folder))) {
                take(folder, stamp);
            }
        });
        Set<Path> missing = new TreeSet<>(taken.keySet());
        missing.addAll(failures.keySet());
        missing.removeAll(now.keySet());
        for (Path folder : missing) {
            taken.put(folder, FolderStamp.NONE); // if it comes back it is another, whatever its times are
            if (!seen.containsKey(folder)) {
                letGo(folder);
            }
        }
        seen = now;
    }

    private Map<Path, FolderStamp> stamps() throws IOException {
        Map<Path, FolderStamp> stamps = new HashMap<>();
        for (Path each : FileTree.children(deploy)) {
            if (Files.isDirectory(each) && !Strays.isUnfinished(each)) {
                stamps.put(each, stamp(each));
            }
        }
        return stamps;
    }

    /** One that is too large, and told of as that, is not gone through again as long as it seems to be the same. */
    private FolderStamp stamp(Path folder) {
        FolderStamp before = seen.get(folder);
        return before != null && before.isTooLarge() && before.hasTopOf(folder) ? before : FolderStamp.of(folder);
    }

    private void take(Path folder, FolderStamp stamp) {
        attempt(folder, () -> {
            if (UnpackedBundles.isOne(folder)) {
                takeBundle(folder);
            } else {
                removeBundle(folder);
                takeLibrary(folder);
            }
            taken.put(folder, stamp);
        });
    }

    /** What cannot be made a jar of is told of as a stray; what was made of it before goes on. */
    private void takeBundle(Path folder) throws IOException, BundleException {
        libraries.remove(folder);
        if (bundles.isPresent() && UnpackedBundles.misfit(folder).isEmpty()) {
            bundles.get().put(folder);
        }
    }

    private void takeLibrary(Path folder) throws BundleException {
        if (DroppedLibrary.canBe(folder) || !Strays.isOpen(folder)) {
            libraries.take(folder);
        } else {
            libraries.remove(folder);
        }
    }

    private void letGo(Path folder) {
        attempt(folder, () -> {
            removeBundle(folder);
            libraries.remove(folder);
            taken.remove(folder);
        });
    }

    private void removeBundle(Path folder) throws IOException {
        if (bundles.isPresent()) {
            bundles.get().remove(folder);
        }
    }

    /** Each for itself. What goes wrong is told once, and tried again at the next look. */
    private void attempt(Path folder, Step step) {
        try {
            step.take();
            failures.remove(folder);
        } catch (IOException | BundleException | RuntimeException e) {
            if (!e.toString().equals(failures.put(folder, e.toString())) && !Thread.currentThread().isInterrupted()) {
                LOG.error("{} cannot be taken as it is now: {}", folder, e.toString());
            }
        }
    }

    /** What is to be done about a folder. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException, BundleException;
    }
}
