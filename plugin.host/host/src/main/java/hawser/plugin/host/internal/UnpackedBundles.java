// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Bundles that lie unpacked in the deploy folder: a jar is made of each, where FileInstall finds it as it finds others.
 *
 * @param jars the folder that they are made in
 */
record UnpackedBundles(Path jars) {
    /*
     * FileInstall would make such jars itself, of every folder, before it asks anybody: it opens whatever is in there,
     * waits for ever at a pipe, and ends its look at what it cannot read.
     */
    /** The framework's property that names the folder of the jars, which FileInstall watches as well. */
    static final String PROPERTY = "hawser.unpacked";
    private static final String MANIFEST = JarFile.MANIFEST_NAME;
    private static final String JAR = ".jar";
    private static final LocalDateTime ANY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // same files, same jar

    static boolean isOne(Path folder) {
        return Files.isDirectory(folder) && Files.exists(folder.resolve(MANIFEST), LinkOption.NOFOLLOW_LINKS);
    }

    /** What keeps a folder from being made a jar of. */
    static Optional<String> misfit(Path folder) throws IOException {
        Path top = folder.toRealPath();
        long length = 0;
        List<Path> all = FileTree.some(top, FolderStamp.MOST + 1);
        for (Path each : all) {
            boolean isFile = Files.isRegularFile(each);
            if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && !isFile) {
                return Optional.of("a bundle's files must be regular ones: " + top.relativize(each) + " in "
                        + folder.getFileName() + " is a pipe, a socket, a device, or a link to none; replace or "
                        + "remove it");
            }
            if (!Files.isReadable(each)) {
                return Optional.of(Strays.unreadable(each));
            }
            length += isFile ? Files.size(each) : 0;
        }
        return all.size() > FolderStamp.MOST || length > DroppedJar.LENGTH_MAX ? Optional.of("a bundle must hold at "
                + "most " + FolderStamp.MOST + " files and folders, and " + DroppedJar.LENGTH_MAX / DroppedJar.MIB
                + " MiB: " + folder.getFileName() + " holds more; take out what is no part of it") : Optional.empty();
    }

    /** Makes a jar, unless there is the same one. */
    void put(Path folder) throws IOException {
        Path jar = jar(folder);
        Path made = jar.resolveSibling("." + jar.getFileName() + ".part");
        try {
            write(folder.toRealPath(), made);
            if (!Files.isRegularFile(jar) || Files.mismatch(made, jar) >= 0) {
                Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private Path jar(Path folder) {
        return jars.resolve(folder.getFileName() + JAR);
    }

    /** {@return the name of the folder that a file is the jar of, if it is one} */
    Optional<String> nameOf(Path file) {
        String name = file.getFileName().toString();
        return jars.equals(file.getParent()) && name.endsWith(JAR)
                ? Optional.of(name.substring(0, name.length() - JAR.length())) : Optional.empty();
    }

    private static void write(Path folder, Path jar) throws IOException {
        List<Path> all = FileTree.all(folder);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            add(zip, folder, folder.resolve(MANIFEST)); // where some look for it: first
            for (Path each : all) {
                if (!each.equals(folder) && !each.equals(folder.resolve(MANIFEST))) {
                    add(zip, folder, each);
                }
            }
        }
    }

    private static void add(ZipOutputStream zip, Path folder, Path thing) throws IOException {
        boolean isFolder = Files.isDirectory(thing, LinkOption.NOFOLLOW_LINKS);
        ZipEntry entry = new ZipEntry(folder.relativize(thing) + (isFolder ? "/" : ""));
        entry.setTimeLocal(ANY_TIME);
        zip.putNextEntry(entry);
        if (!isFolder) {
            requireFile(thing);
            Files.copy(thing, zip);
        }
        zip.closeEntry();
    }

    /** Others would be waited for. */
    private static void requireFile(Path thing) throws IOException {
        if (!Files.isRegularFile(thing)) {
            throw new FileSystemException(thing.toString(), null, "it was a regular file before");
        }
    }

    /** The jar made of that folder, if there is one, goes, and with it the bundle. */
    void remove(Path folder) throws IOException {
        Files.deleteIfExists(jar(folder));
    }

    /** Removes all but those of these folders. */
    void retain(Set<Path> folders) throws IOException {
        Files.createDirectories(jars);
        Set<Path> kept = folders.stream().map(this::jar).collect(Collectors.toSet());
        for (Path each : FileTree.children(jars)) {
            if (!kept.contains(each)) {
                Files.delete(each);
            }
        }
    }
}
