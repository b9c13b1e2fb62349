// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that libraries and bundles are dropped into, as its administrator's commands see it.
 *
 * @param path absolute
 */
record DeployFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

    /** The framework's property that names it. */
    static final String PROPERTY = "hawser.deploy";

    /** Of a copy that is under way: nobody takes that for a library. */
    private static final String UNFINISHED = ".part";
    private static final String KEPT = ".before" + UNFINISHED;

    /** {@return the folder that a property of the framework names, if it is set} */
    static Optional<Path> named(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property))
                .map(path -> Path.of(path).toAbsolutePath().normalize());
    }

    /** Where a plugin's file of that name will lie; neither that nor the one beside it may lie there yet. */
    Path free(Path file) {
        require(file);
        Path place = path.resolve(file.getFileName().toString());
        for (Path each : files(place)) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                throw new PluginException("the deploy folder must not have a file of that name: " + each + " is there; "
                        + (each.equals(place) ? "plugin:update NAME FILE replaces it"
                        : "move it beside the library that is to be installed"));
            }
        }
        return place;
    }

    /** A library's file and the one beside it, or a bundle's only one, whether they are there or not. */
    private static List<Path> files(Path place) {
        return LibraryBundle.isLibrary(place.getFileName().toString())
                ? List.of(DroppedLibrary.settingsBeside(place), place) : List.of(place);
    }

    /** Whether a file can be a plugin's at all. */
    static void require(Path file) {
        if (Files.isDirectory(file)) {
            requireLibraryIn(file);
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw new PluginException("a regular file, or a folder, is required: " + file + (Files.exists(file)
                    ? " is something else" : " is not there"));
        }
        String name = file.getFileName().toString();
        if (!LibraryBundle.isLibrary(name) && !name.endsWith(".jar")) {
            throw new PluginException("a plugin is a library (.so, .dylib, .dll) or a bundle (.jar): found " + name);
        }
        if (name.endsWith(".jar")) {
            DroppedJar.at(file).require();
        }
    }

    private static void requireLibraryIn(Path folder) {
        try {
            if (!DroppedLibrary.holdsLibraries(folder)) {
                throw new PluginException("a folder with a plugin's library at its top is required: " + folder
                        + " has none");
            }
        } catch (IOException e) {
            throw new PluginException("a folder that can be read is required: " + e, e);
        }
    }

    boolean holds(Path file) {
        return path.equals(file.getParent());
    }

    /** Puts a copy there in one step, and before it one of the file beside a library, if there is one. */
    void put(Path file, Path place) {
        List<Path> targets = files(place);
        try {
            for (Path each : files(file)) {
                if (each.equals(file) || Files.isRegularFile(each)) {
                    copy(each, targets.get(files(file).indexOf(each)));
                }
            }
        } catch (IOException e) {
            throw new PluginException("a file that can be copied into the deploy folder is required: " + e, e);
        }
    }

    private void copy(Path file, Path place) throws IOException {
        Path copy = hidden(place, UNFINISHED);
        try {
            FileTree.delete(copy);
            FileTree.copy(file, copy);
            FileTree.allowReading(copy);
            move(copy, place);
        } finally {
            FileTree.delete(copy);
        }
    }

    /** Nobody uninstalls the plugin of a folder because that is missing between two steps. */
    private static void move(Path from, Path to) throws IOException {
        synchronized (DeployedLibraries.TURN) {
            FileTree.move(from, to);
        }
    }

    private Path hidden(Path place, String ending) {
        return path.resolve("." + place.getFileName() + ending);
    }

    /** Keeps what lies there, and beside it, to be put back. */
    void keep(Path place) {
        forget(place);
        try {
            for (Path each : files(place)) {
                if (each.equals(place) || Files.exists(each)) {
                    FileTree.copy(each, hidden(each, KEPT));
                }
            }
        } catch (IOException e) {
            throw new PluginException("the file before must be readable, to be put back in need: " + e, e);
        }
    }

    /** All is as it was when it was kept. */
    void putBack(Path place) {
        try {
            for (Path each : files(place)) {
                if (Files.exists(hidden(each, KEPT))) {
                    move(hidden(each, KEPT), each);
                } else {
                    FileTree.delete(each);
                }
            }
        } catch (IOException e) {
            throw new PluginException("the file before could not be put back: " + e + "; it is in "
                    + hidden(place, KEPT), e);
        }
    }

    /** What was kept is not needed any more: if it cannot be deleted, nothing depends on it. */
    void forget(Path place) {
        for (Path each : files(place)) {
            try {
                FileTree.delete(hidden(each, KEPT));
            } catch (IOException e) {
                LOG.warn("A file that is not needed any more is left: {}", e.toString());
            }
        }
    }

    /** Deletes a file, and the one beside it if it is a library; or a folder, at once. */
    void delete(Path place) {
        try {
            for (Path each : files(place)) {
                if (Files.isDirectory(each)) {
                    move(each, hidden(each, UNFINISHED));
                    FileTree.delete(hidden(each, UNFINISHED));
                }
                FileTree.delete(each);
            }
        } catch (IOException e) {
            throw new PluginException("a file of the deploy folder must be deletable: " + e, e);
        }
    }
}
