// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder that libraries and bundles are dropped into, as its administrator's commands see it.
 *
 * @param path absolute
 */
record DeployFolder(Path path) {
    /** Of a copy that is under way: nobody takes that for a library. */
    private static final String UNFINISHED = ".part";

    /** Where a file of that name will lie; none may lie there yet. */
    Path free(Path file) {
        Path place = path.resolve(file.getFileName().toString());
        if (Files.exists(place)) {
            throw new PluginException("the deploy folder must not have a file of that name: " + place
                    + " is there; plugin:update NAME FILE replaces it");
        }
        return place;
    }

    boolean holds(Path file) {
        return path.equals(file.getParent());
    }

    /** Puts a copy there in one step, and before it one of the file beside a library, if there is one. */
    void put(Path file, Path place) {
        require(file);
        try {
            for (Path each : withSettings(file)) {
                Path target = each.equals(file) ? place : LibraryBundle.settingsBeside(place);
                Path copy = path.resolve("." + target.getFileName() + UNFINISHED);
                Files.copy(each, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new PluginException("a file that can be copied into the deploy folder is required: " + e, e);
        }
    }

    private static void require(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PluginException("a regular file is required: " + file + (Files.exists(file)
                    ? " is something else" : " is not there"));
        }
        String name = file.getFileName().toString();
        if (!LibraryBundle.isLibrary(name) && !name.endsWith(".jar")) {
            throw new PluginException("a plugin is a library (.so, .dylib, .dll) or a bundle (.jar): found " + name);
        }
    }

    private static List<Path> withSettings(Path file) {
        Path settings = LibraryBundle.settingsBeside(file);
        return LibraryBundle.isLibrary(file.getFileName().toString()) && Files.isRegularFile(settings)
                ? List.of(settings, file) : List.of(file);
    }

    /** Keeps what lies there, to be put back. */
    Path keep(Path place) {
        try {
            Path kept = path.resolve("." + place.getFileName() + ".before" + UNFINISHED);
            return Files.copy(place, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new PluginException("the file before must be readable, to be put back in need: " + e, e);
        }
    }

    void putBack(Path kept, Path place) {
        try {
            Files.move(kept, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new PluginException("the file before could not be put back: " + e + "; it is in " + kept, e);
        }
    }

    /** Deletes a file, and the one beside it if it is a library. */
    void delete(Path place) {
        try {
            Files.deleteIfExists(place);
            if (LibraryBundle.isLibrary(place.getFileName().toString())) {
                Files.deleteIfExists(LibraryBundle.settingsBeside(place));
            }
        } catch (IOException e) {
            throw new PluginException("a file of the deploy folder must be deletable: " + e, e);
        }
    }
}
