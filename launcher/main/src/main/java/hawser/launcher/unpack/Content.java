// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The distribution inside the jar: all of it but the jar's own classes and manifest. */
final class Content implements AutoCloseable {
    private static final List<String> OF_THE_JAR = List.of("META-INF/", "hawser/");
    /** What is run. The rest is the user's to change. */
    private static final List<String> CODE = List.of("bin", "bundle", "sdk/bin");
    private static final int DIGITS = 12;

    private final JarFile jar;
    private final FileSystem files;

    private Content(JarFile jar, FileSystem files) {
        this.jar = jar;
        this.files = files;
    }

    static Content of(Path path) throws IOException {
        return new Content(new JarFile(path.toFile()),
                FileSystems.newFileSystem(path, Map.of("enablePosixFileAttributes", "true")));
    }

    /** {@return the version, and a digest of what is inside: another build is another folder} */
    String name() throws IOException {
        String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            entries().map(entry -> entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n')
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return version + '-' + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Stream<? extends ZipEntry> entries() {
        return jar.stream().filter(entry -> OF_THE_JAR.stream().noneMatch(entry.getName()::startsWith));
    }

    void unpack(Path folder) throws IOException {
        for (ZipEntry entry : entries().toList()) {
            Path target = target(folder, entry);
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            try (InputStream bytes = jar.getInputStream(entry)) {
                Files.copy(bytes, target);
            }
            if (isExecutable(entry)) {
                Files.setPosixFilePermissions(target, Set.of(PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
            }
        }
    }

    private boolean isExecutable(ZipEntry entry) throws IOException {
        return Files.getAttribute(files.getPath(entry.getName()), "zip:permissions") instanceof Set<?> permissions
                && permissions.contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static Path target(Path folder, ZipEntry entry) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new UnpackException("an entry must stay in the folder: " + entry.getName() + "; the jar is damaged");
        }
        return target;
    }

    /** {@return a file of the code in that folder that is not as it is here, is missing, or is one too many} */
    Optional<String> difference(Path folder) throws IOException {
        Set<Path> known = new HashSet<>();
        for (ZipEntry entry : entries().filter(Content::isCode).toList()) {
            Path target = target(folder, entry);
            known.add(target);
            if (!entry.isDirectory() && !isSame(entry, target)) {
                return Optional.of(entry.getName());
            }
        }
        for (String part : CODE) {
            try (Stream<Path> found = Files.walk(folder.resolve(part))) {
                Optional<Path> more = found.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                        && !known.contains(file)).findFirst();
                if (more.isPresent()) {
                    return Optional.of(folder.relativize(more.get()).toString());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isCode(ZipEntry entry) {
        return CODE.stream().anyMatch(part -> entry.getName().startsWith(part + '/'));
    }

    private boolean isSame(ZipEntry entry, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != entry.getSize()) {
            return false;
        }
        try (InputStream bytes = jar.getInputStream(entry)) {
            return MessageDigest.isEqual(bytes.readAllBytes(), Files.readAllBytes(file));
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
        jar.close();
    }
}
