// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a folder was like: whatever is below it, with what changes when that does. Nothing of it is opened.
 *
 * @param things by their paths; links to folders are not followed
 */
record FolderStamp(Map<Path, List<Object>> things) {
    /** It may change, or go, meanwhile: then the next one is another. */
    static FolderStamp of(Path folder) {
        Map<Path, List<Object>> things = new HashMap<>();
        try {
            Files.walkFileTree(folder.toRealPath(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
                    things.put(inside, List.of());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    things.put(file, stamp(file));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path thing, IOException failure) {
                    things.put(thing, List.of(failure.getClass()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path inside, IOException failure) {
                    return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(inside, failure);
                }
            });
        } catch (IOException e) {
            things.put(folder, List.of(e.getClass()));
        }
        return new FolderStamp(things);
    }

    private static List<Object> stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(found.isRegularFile(), found.size(), found.lastModifiedTime(), Files.isReadable(file));
        } catch (IOException e) {
            return List.of(e.getClass()); // a link that leads nowhere, say
        }
    }
}
