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
 * @param things by their paths; links to folders are not followed; no more than one too many
 */
record FolderStamp(Map<Path, List<Object>> things) {
    /** Of what has gone, or is to be taken for another. */
    static final FolderStamp NONE = new FolderStamp(Map.of());
    /** What a folder may hold: a link may lead to a whole disk. */
    static final int MOST = 10_000;

    /** It may change, or go, meanwhile: then the next one is another. */
    static FolderStamp of(Path folder) {
        Map<Path, List<Object>> things = new HashMap<>();
        try {
            Files.walkFileTree(folder.toRealPath(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
                    things.put(inside, List.of(attributes.lastModifiedTime()));
                    return goOn();
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    things.put(file, stamp(file));
                    return goOn();
                }

                @Override
                public FileVisitResult visitFileFailed(Path thing, IOException failure) {
                    things.put(thing, List.of(failure.getClass()));
                    return goOn();
                }

                private FileVisitResult goOn() {
                    return things.size() > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
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

    /** Whether there was more than a folder may hold: not all of it is known. */
    boolean isTooLarge() {
        return things.size() > MOST;
    }

    /** Whether the folder itself is as it was: nothing came or went at its top. */
    boolean hasTopOf(Path folder) {
        try {
            Path top = folder.toRealPath();
            return List.of(Files.getLastModifiedTime(top)).equals(things.get(top));
        } catch (IOException e) {
            return false;
        }
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
