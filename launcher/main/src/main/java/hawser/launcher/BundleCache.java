// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The framework's bundle cache, good for one place of the folder and one content of {@code bundle/}. It holds absolute
 * paths, so that of a moved or copied folder is thrown away, as is one whose start did not succeed.
 */
final class BundleCache {
    private final Folder folder;
    private final BundleFolder bundles;

    BundleCache(Folder folder, BundleFolder bundles) {
        this.folder = folder;
        this.bundles = bundles;
    }

    /** Keeps the cache if it fits, else deletes it. */
    void prepare() {
        try {
            if (!stamp().equals(found())) {
                Files.deleteIfExists(folder.cacheStamp());
                delete(folder.cache());
                deleteClasses();
            }
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "cannot renew the bundle cache " + folder.cache() + ": " + e.getMessage(), e);
        }
    }

    /** What bin/hawser had Java keep of the classes of bundles; it does not fit others, or elsewhere. */
    private void deleteClasses() throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder.data(), "classes-*.jsa")) {
            for (Path archive : archives) {
                Files.delete(archive);
            }
        }
    }

    /** Says that the framework has started with this cache. */
    void confirm() {
        try {
            Files.write(folder.cacheStamp(), stamp());
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "cannot write " + folder.cacheStamp() + ": " + e, e);
        }
    }

    /** Lets the next start build the cache anew. */
    void distrust() {
        try {
            Files.deleteIfExists(folder.cacheStamp());
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "cannot delete " + folder.cacheStamp() + ": " + e, e);
        }
    }

    private List<String> found() {
        try {
            return Files.readAllLines(folder.cacheStamp());
        } catch (IOException e) {
            return List.of(); // no stamp, or no readable one
        }
    }

    private List<String> stamp() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(folder.home().toString());
        for (BundleFolder.BundleFile file : bundles.files()) {
            lines.add(folder.home().relativize(file.path()) + " " + Files.size(file.path()) + " "
                    + Files.getLastModifiedTime(file.path()).toMillis());
        }
        return lines;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
