// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file, or a folder with all that is in it. Links are not followed. */
final class FileTree {
    private FileTree() {
    }

    /** From the top down. */
    static List<Path> all(Path top) throws IOException {
        return sorted(Files.walk(top));
    }

    /** From the top down, in any order beside that: no more than so many. */
    static List<Path> some(Path top, int most) throws IOException {
        try (Stream<Path> found = Files.walk(top).limit(most)) {
            return found.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What is at the top of a folder. */
    static List<Path> children(Path folder) throws IOException {
        return sorted(Files.list(folder));
    }

    /** What cannot be looked at, or goes meanwhile, is told as wherever else files are read. */
    private static List<Path> sorted(Stream<Path> looked) throws IOException {
        try (looked) {
            return looked.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** It need not be there. */
    static void delete(Path top) throws IOException {
        if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            for (Path each : all(top).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** In one step, in the place of what is there; with a folder there, in two, so that it is missing in between. */
    static void move(Path from, Path to) throws IOException {
        if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(to.toString(), null, "a folder is in the way");
        }
        Path old = to.resolveSibling("." + to.getFileName() + ".old.part");
        delete(old);
        Files.move(to, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** What a link leads to is copied in its place. */
    static void copy(Path from, Path to) throws IOException {
        for (Path each : all(from)) {
            Files.copy(each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Its owner may write it, and all may read it. */
    static void allowReading(Path top) throws IOException {
        for (Path each : all(top)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(
                    Files.isDirectory(each) ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
