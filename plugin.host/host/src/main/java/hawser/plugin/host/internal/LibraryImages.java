// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libraries are loaded from: a sealed copy in memory, or, if others must lie beside it, files in a folder of its
 * own. Thread-safe.
 */
final class LibraryImages {
    /*
     * Only Hawser's user can enter the folder that holds them all; a plugin's process, which may have another user, is
     * given a descriptor of its own one, and can read there and no more. The loader is told the path of that
     * descriptor, so that $ORIGIN is a path that every process has. A link with a fixed name leads to the library: one
     * descriptor says it all, whichever way it takes.
     */
    private static final Logger LOG = LoggerFactory.getLogger(LibraryImages.class);
    private static final String LINK = ".hawser-plugin"; // as in loader.c

    private final Path folders;

    /** Whatever is in that folder is of an earlier run. */
    LibraryImages(Path folders) {
        this.folders = folders;
        try {
            FileTree.delete(folders);
        } catch (IOException e) {
            LOG.warn("Files of plugins that ran before are left: {}", e.toString());
        }
    }

    /**
     * One of them.
     *
     * @param descriptor whoever loads from it takes it over
     * @param folder of its files, or null
     */
    record Image(int descriptor, Path folder) implements AutoCloseable {
        /** It is not loaded any more. */
        @Override
        public void close() {
            try {
                if (folder != null) {
                    FileTree.delete(folder);
                }
            } catch (IOException e) {
                LOG.warn("Files of a plugin that has gone are left: {}", e.toString());
            }
        }
    }

    Image open(LibraryFile library) {
        return library.companions().isEmpty() ? inMemory(library) : inFolder(library);
    }

    private static Image inMemory(LibraryFile library) {
        byte[] bytes = library.bytes();
        return new Image(checked(NativeCore.hawser_image_create(library.name(), bytes, bytes.length)), null);
    }

    private Image inFolder(LibraryFile library) {
        try {
            Files.createDirectories(folders);
            Files.setPosixFilePermissions(folders, PosixFilePermissions.fromString("rwx------"));
            return open(library, Files.createTempDirectory(folders, "plugin"));
        } catch (IOException e) {
            throw new PluginException("a library's files must be writable to " + folders + ": " + e, e);
        }
    }

    private static Image open(LibraryFile library, Path folder) throws IOException {
        boolean opened = false;
        try {
            write(library, folder);
            Image image = new Image(checked(NativeCore.hawser_image_folder(folder.toString())), folder);
            opened = true;
            return image;
        } finally {
            if (!opened) {
                FileTree.delete(folder);
            }
        }
    }

    private static void write(LibraryFile library, Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Map.Entry<String, byte[]> each : library.all().entrySet()) {
            Path file = folder.resolve(each.getKey()).normalize();
            if (!file.startsWith(folder)) {
                throw new PluginException("a file beside a library must stay there: found " + each.getKey());
            }
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        }
        Files.createSymbolicLink(folder.resolve(LINK), Path.of(library.name()));
    }

    private static int checked(int descriptor) {
        if (descriptor < 0) {
            throw new PluginException(NativeCore.hawser_error());
        }
        return descriptor;
    }
}
