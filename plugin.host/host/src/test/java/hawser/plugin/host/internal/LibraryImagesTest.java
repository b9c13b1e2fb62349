// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryImagesTest {
    @TempDir
    private Path folders;

    private static LibraryFile with(String companion) {
        return new LibraryFile("libp.so", new byte[1], Map.of(), Map.of(companion, new byte[1]));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> left = Files.list(folders)) {
            return left.toList();
        }
    }

    @Test
    void shouldLeaveNothingOfAFileThatLeadsAway() throws Exception {
        LibraryImages images = new LibraryImages(folders);

        assertThrows(PluginException.class, () -> images.open(with("../../away")));

        assertEquals(List.of(), left());
    }

    /** Here the core is not loaded, and does not open it. */
    @Test
    void shouldLeaveNothingOfAFolderThatCannotBeOpened() throws Exception {
        LibraryImages images = new LibraryImages(folders);

        assertThrows(LinkageError.class, () -> images.open(with("data/words")));

        assertEquals(List.of(), left());
    }
}
