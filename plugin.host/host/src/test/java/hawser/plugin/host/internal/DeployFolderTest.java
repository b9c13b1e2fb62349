// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployFolderTest {
    @TempDir
    private Path deploy;
    @TempDir
    private Path elsewhere;

    private DeployFolder folder;
    private Path library;
    private Path settings;

    @BeforeEach
    void open() {
        folder = new DeployFolder(deploy);
        library = deploy.resolve("libp.so");
        settings = deploy.resolve("libp.json");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(deploy)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldRefuseAPlaceWhenEitherOfItsFilesIsThere() throws Exception {
        Path file = Files.writeString(elsewhere.resolve("libp.so"), "library");
        Files.writeString(settings, "another's");

        PluginException refused = assertThrows(PluginException.class, () -> folder.free(file));

        assertTrue(refused.getMessage().contains("libp.json"), refused.getMessage());
        Files.delete(settings);
        assertEquals(library, folder.free(file));
    }

    @Test
    void shouldPutBackBothFiles() throws Exception {
        Files.writeString(library, "old");
        Files.writeString(settings, "old settings");
        Path next = Files.writeString(elsewhere.resolve("next.so"), "new");
        Files.writeString(elsewhere.resolve("next.json"), "new settings");
        folder.keep(library);
        folder.put(next, library);
        assertEquals("new settings", Files.readString(settings));

        folder.putBack(library);

        assertEquals("old", Files.readString(library));
        assertEquals("old settings", Files.readString(settings));
        assertEquals(List.of("libp.json", "libp.so"), names());
    }

    @Test
    void shouldTakeAwaySettingsThatCameWithWhatFailed() throws Exception {
        Files.writeString(library, "old");
        Files.writeString(deploy.resolve(".libp.json.before.part"), "of long ago");
        Path next = Files.writeString(elsewhere.resolve("next.so"), "new");
        Files.writeString(elsewhere.resolve("next.json"), "new settings");
        folder.keep(library);
        folder.put(next, library);

        folder.putBack(library);

        assertEquals(List.of("libp.so"), names());
    }

    @Test
    void shouldLeaveNothingHalfDoneWhenACopyFails() throws Exception {
        Path file = Files.writeString(elsewhere.resolve("libp.so"), "library");
        Files.createDirectories(library.resolve("in the way"));

        assertThrows(PluginException.class, () -> folder.put(file, library));

        assertEquals(List.of("libp.so"), names());
    }

    /** Somebody who looks in turn finds the old one or the new one. */
    @Test
    void shouldReplaceAFolderInTurn() throws Exception {
        Path old = Files.createDirectories(deploy.resolve("p"));
        Files.writeString(old.resolve("libp.so"), "old");
        Path next = Files.createDirectories(elsewhere.resolve("p"));
        Files.writeString(next.resolve("libp.so"), "new");
        Thread putting = new Thread(() -> folder.put(next, old));
        synchronized (DeployedLibraries.TURN) {
            putting.start();
            while (putting.getState() != Thread.State.BLOCKED) {
                assertNotEquals(Thread.State.TERMINATED, putting.getState());
                Thread.onSpinWait();
            }
            assertEquals("old", Files.readString(old.resolve("libp.so")));
        }
        putting.join();

        assertEquals("new", Files.readString(old.resolve("libp.so")));
    }

    @Test
    void shouldKnowThePlaceOfABundleOnlyWhereThereIsOne() {
        assertEquals(Optional.of(Path.of("/a b/c.jar")), Deployment.place("file:/a%20b/c.jar"));
        assertEquals(Optional.empty(), Deployment.place("file:relative.jar"));
        assertEquals(Optional.empty(), Deployment.place("file:/a b/c.jar"));
        assertEquals(Optional.empty(), Deployment.place("inputstream:c.jar"));
    }
}
