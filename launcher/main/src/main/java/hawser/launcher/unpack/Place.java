// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.unpack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that a jar is unpacked into: the one that {@code HAWSER_FOLDER} names, or one of the user's for each
 * version. Nobody else may write to it, and the code in it is that of the jar, each time.
 */
final class Place {
    static final String VARIABLE = "HAWSER_FOLDER";
    private static final String PRIVATE = "rwx------";

    private final Path folder;
    private final Content content;

    private Place(Path folder, Content content) {
        this.folder = folder;
        this.content = content;
    }

    static Place of(Map<String, String> environment, Content content) throws IOException {
        String named = environment.get(VARIABLE);
        if (named != null) {
            return new Place(Path.of(named).toAbsolutePath().normalize(), content);
        }
        String data = environment.get("XDG_DATA_HOME");
        Path base = data == null || data.isEmpty() ? Path.of(System.getProperty("user.home"), ".local/share")
                : Path.of(data);
        return new Place(base.toAbsolutePath().resolve("hawser").resolve(content.name()), content);
    }

    /** {@return the folder, unpacked, which the stream is told, and checked} */
    Path ready(PrintStream error) throws IOException {
        if (isEmpty()) {
            unpack();
            error.println("hawser: unpacked into " + folder);
        }
        requirePrivate();
        Optional<String> difference = content.difference(folder);
        if (difference.isPresent()) {
            throw new UnpackException("the code in the folder must be that of the jar: " + difference.get() + " in "
                    + folder + " is not; keep conf/ and deploy/ if they are yours, remove the folder, and start again,"
                    + " or name another by " + VARIABLE);
        }
        return folder;
    }

    private boolean isEmpty() throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Elsewhere first, so that nobody ever finds half of it; two that unpack at once end with one of the two. */
    private void unpack() throws IOException {
        Files.createDirectories(folder.getParent());
        Path half = Files.createTempDirectory(folder.getParent(), ".hawser-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        try {
            content.unpack(half);
            Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(half);
            if (isEmpty()) {
                throw new UnpackException("the folder must be writable, with room for the distribution: " + folder
                        + ": " + e + "; name another by " + VARIABLE, e);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void requirePrivate() throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String user = System.getProperty("user.name");
        Set<PosixFilePermission> others = attributes.permissions();
        others.retainAll(List.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
        if (!attributes.isDirectory() || !attributes.owner().getName().equals(user) || !others.isEmpty()) {
            throw new UnpackException("the folder must belong to " + user + " and be writable for nobody else: "
                    + folder + " belongs to " + attributes.owner().getName() + ", "
                    + PosixFilePermissions.toString(attributes.permissions()) + "; chmod go-w it, or name another by "
                    + VARIABLE);
        }
    }
}
