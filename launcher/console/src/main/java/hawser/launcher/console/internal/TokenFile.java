// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file that holds the console's token. Its owner alone may read it: whoever can is who may use the console.
 *
 * @param path where it is
 */
record TokenFile(Path path) {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    /** {@return the token; the file is made if there is none} */
    String read() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            make();
        }
        check();
        String token = Files.readString(path).strip();
        if (!Secrets.isOne(token)) {
            throw new IOException(path + " must hold " + Secrets.LENGTH
                    + " letters, digits, - and _: delete it, and another is made");
        }
        return token;
    }

    /** With these permissions from its first moment on. */
    private void make() throws IOException {
        Files.createDirectories(path.getParent());
        try (SeekableByteChannel file = Files.newByteChannel(path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNERS))) {
            file.write(ByteBuffer.wrap((Secrets.make() + '\n').getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private void check() throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile() || !OWNERS.containsAll(found.permissions())) {
            throw new IOException(path + " must be a regular file that its owner alone may read: found "
                    + PosixFilePermissions.toString(found.permissions()) + "; others may know the token, so delete it,"
                    + " and another is made");
        }
    }
}
