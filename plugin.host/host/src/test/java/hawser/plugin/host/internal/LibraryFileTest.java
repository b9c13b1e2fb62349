// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFileTest {
    private static LibraryFile library(String bytes, Map<String, byte[]> companions) {
        return new LibraryFile("libp.so", bytes.getBytes(UTF_8), Map.of(), companions);
    }

    private static String print(Path folder, String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8).substring(0, 64);
    }

    /** As the documentation says. */
    @Test
    void shouldHaveTheDigestThatAUserCanPrint(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("libp.so"), "library");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/words"), "words");

        assertEquals(print(folder, "sha256sum libp.so"), library("library", Map.of()).digest());
        assertEquals(print(folder, "find . -type f | cut -c 3- | LC_ALL=C sort | xargs sha256sum | sha256sum"),
                library("library", Map.of("data/words", "words".getBytes(UTF_8))).digest());
    }

    @Test
    void shouldBeAnotherWhenACompanionIs() {
        LibraryFile library = library("library", Map.of("words", "words".getBytes(UTF_8)));

        assertTrue(library.isSameAs(library("library", Map.of("words", "words".getBytes(UTF_8)))));
        assertFalse(library.isSameAs(library("library", Map.of("words", "others".getBytes(UTF_8)))));
        assertFalse(library.isSameAs(library("library", Map.of())));
        assertFalse(library.isSameAs(library("another", Map.of("words", "words".getBytes(UTF_8)))));
    }

    @Test
    void shouldSayHowToPinAllOfAFolder() {
        LibraryFile library = library("library", Map.of("words", "words".getBytes(UTF_8)));

        PluginException refused = assertThrows(PluginException.class, () -> library.requireDigest("0"));

        assertTrue(refused.getMessage().contains(library.digest()), refused.getMessage());
        assertTrue(refused.getMessage().contains("sha256sum prints of all"), refused.getMessage());
    }
}
