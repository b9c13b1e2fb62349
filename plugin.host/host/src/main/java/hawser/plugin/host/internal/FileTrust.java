// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Whether a file of the deploy folder may be what somebody with the right to it has put there. */
final class FileTrust {
    private FileTrust() {
    }

    /** What stands against the file: what was required, what was found, what to do. */
    static Optional<String> refusal(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent().toRealPath();
        Path real = file.toRealPath();
        if (!real.startsWith(folder)) {
            return Optional.of("a library must lie in the deploy folder itself: " + file.getFileName()
                    + " leads out of it, to " + real + "; copy it there, as plugin:install does");
        }
        PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("a library must not be writable by others: " + file.getFileName()
                    + " is, and anybody could replace what runs; chmod o-w " + file.getFileName());
        }
        String owner = attributes.owner().getName();
        String user = System.getProperty("user.name");
        return owner.equals(user) || owner.equals("root") ? Optional.empty()
                : Optional.of("a library must belong to root or to whoever runs Hawser: " + file.getFileName()
                        + " belongs to " + owner + ", Hawser runs as " + user + "; chown it, or plugin:install it");
    }
}
