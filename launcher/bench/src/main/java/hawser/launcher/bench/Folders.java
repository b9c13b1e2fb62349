// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with what is in them. */
final class Folders {
    private Folders() {
    }

    static void delete(Path folder) throws IOException {
        List<Path> contents;
        try (Stream<Path> files = Files.walk(folder)) {
            contents = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : contents) {
            Files.delete(file);
        }
    }

    /** Empty, whether or not it was there. */
    static Path renew(Path folder) throws IOException {
        if (Files.exists(folder)) {
            delete(folder);
        }
        return Files.createDirectories(folder);
    }
}
