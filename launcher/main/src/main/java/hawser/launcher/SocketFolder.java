// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Finds a place for the control socket that only the owner can enter and whose path a socket address can hold. */
final class SocketFolder {
    static final String SOCKET = "hawser.sock";
    /** A socket address holds 104 bytes on macOS and 108 on Linux, with the NUL at its end. */
    private static final int MAX_PATH_BYTES = 100;
    private static final int HASH_DIGITS = 16;
    private static final String OWNER_ONLY = "rwx------";

    private final String runtimeFolder;

    SocketFolder(String runtimeFolder) {
        this.runtimeFolder = runtimeFolder;
    }

    static SocketFolder ofProcess() {
        return new SocketFolder(System.getenv("XDG_RUNTIME_DIR"));
    }

    /** {@return the path for the socket of that folder; its parent exists and is the owner's alone} */
    Path prepare(Folder folder) {
        Path near = folder.data().resolve("run").resolve(SOCKET);
        Path socket = fits(near) ? near : far(folder);
        try {
            ownerOnly(socket.getParent(), user(folder));
            Files.deleteIfExists(socket);
            return socket;
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "no place for the control socket " + socket + ": " + e.getMessage(), e);
        }
    }

    private Path far(Folder folder) {
        Path base = runtimeFolder == null || runtimeFolder.isEmpty() ? null : Path.of(runtimeFolder);
        String name = "hawser-" + hash(folder.home().toString());
        if (base != null && Files.isWritable(base) && fits(base.resolve(name).resolve(SOCKET))) {
            return base.resolve(name).resolve(SOCKET);
        }
        return Path.of("/tmp").resolve(name).resolve(SOCKET);
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }

    private static UserPrincipal user(Folder folder) throws IOException {
        Path own = Files.createTempFile(folder.temporary(), "owner", null);
        try {
            return Files.getOwner(own);
        } finally {
            Files.delete(own);
        }
    }

    private static void ownerOnly(Path folder, UserPrincipal user) throws IOException {
        var permissions = PosixFilePermissions.fromString(OWNER_ONLY);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
        }
        PosixFileAttributes found =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory() || !found.owner().equals(user)) {
            throw new IOException("its folder must be a folder of the user " + user.getName() + "; found one of "
                    + found.owner().getName() + "; remove " + folder);
        }
        if (!found.permissions().equals(permissions)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    private static String hash(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
