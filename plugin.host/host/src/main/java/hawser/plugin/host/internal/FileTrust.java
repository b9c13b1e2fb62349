// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether a file of the deploy folder may be what somebody with the right to it has put there. */
final class FileTrust {
    private static final int OTHERS_WRITE = 0002;
    /** Of a folder: nobody removes or replaces what is another's. */
    private static final int STICKY = 01000;

    private static int user = -1;

    private FileTrust() {
    }

    /** What stands against the file: what was required, what was found, what to do. */
    static Optional<String> refusal(Path file) throws IOException {
        return refusal(file, file.toAbsolutePath().getParent());
    }

    /** What stands against one of the files of a folder in the deploy folder. */
    static Optional<String> refusalOfFolder(Path folder, List<Path> files) throws IOException {
        for (Path file : files) {
            Optional<String> refusal = refusal(file, folder.toAbsolutePath().getParent());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** What stands against one of a plugin's files, whoever put it there: others may have no end, or never come. */
    static Optional<String> refusalOfKind(List<Path> files) {
        return files.stream().filter(file -> !Files.isRegularFile(file)).findFirst().map(file ->
                "a file beside a plugin must be a regular one: " + file.getFileName() + " is not, or leads nowhere; "
                        + "replace or remove it");
    }

    private static Optional<String> refusal(Path file, Path deploy) throws IOException {
        Path name = file.getFileName();
        Optional<String> refusalOfKind = refusalOfKind(List.of(file));
        if (refusalOfKind.isPresent()) {
            return refusalOfKind;
        }
        Path top = deploy.toRealPath();
        Path real = file.toRealPath();
        if (!real.startsWith(top)) {
            return Optional.of("a file must lie in the deploy folder itself: " + name + " leads out of it, to " + real
                    + "; copy it there, as plugin:install does");
        }
        if ((mode(real) & OTHERS_WRITE) != 0) {
            return Optional.of("a file must not be writable by others: " + name
                    + " is, and anybody could replace what runs; chmod o-w " + name + ", which is noticed");
        }
        for (Path folder = real.getParent(); folder.startsWith(top); folder = folder.getParent()) {
            if ((mode(folder) & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
                return Optional.of("the folder of a file must not be writable by others: that of " + name
                        + " is, and anybody could replace what runs; chmod o-w " + folder + ", which is noticed");
            }
        }
        return refusalOfOwner(real);
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    /** By numbers: in a container a user need not have a name. */
    private static Optional<String> refusalOfOwner(Path file) throws IOException {
        int owner = owner(file);
        int user = user();
        return owner == 0 || owner == user ? Optional.empty()
                : Optional.of("a file must belong to root or to whoever runs Hawser: " + file.getFileName()
                        + " belongs to user " + owner + ", Hawser runs as user " + user
                        + "; chown it, or plugin:install it");
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }

    /** Whoever runs Hawser owns what it makes. */
    private static synchronized int user() throws IOException {
        if (user < 0) {
            Path own = Files.createTempFile("hawser", ".owner");
            try {
                user = owner(own);
            } finally {
                Files.delete(own);
            }
        }
        return user;
    }
}
