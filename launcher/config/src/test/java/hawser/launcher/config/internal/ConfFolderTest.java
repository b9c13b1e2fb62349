// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.config.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfFolderTest {
    private static final String PID = "some.host";

    @TempDir
    private Path folder;

    @Test
    void shouldKeepCommentsAndOrderWhenAValueChanges() throws IOException {
        Path file = Files.writeString(folder.resolve(PID + ".cfg"), "# Mine.\nb = 1\n\n# Why so.\na = 2\n");

        new ConfFolder(folder).set(PID, "a", "3", "not written");

        assertEquals("# Mine.\nb = 1\n\n# Why so.\na = 3\n", Files.readString(file));
    }

    @Test
    void shouldMakeTheFileAndSayWhatTheSettingIs() throws IOException {
        new ConfFolder(folder).set(PID, "a", "3", "How many there are");

        String text = Files.readString(folder.resolve(PID + ".cfg"));
        assertTrue(text.contains("# How many there are\na = 3") || text.contains("# How many there are\na=3"), text);
    }

    @Test
    void shouldRemoveOneSettingOnly() throws IOException {
        Path file = Files.writeString(folder.resolve(PID + ".cfg"), "a = 1\nb = 2\n");

        new ConfFolder(folder).remove(PID, "a");

        assertEquals("b = 2\n", Files.readString(file));
    }

    @Test
    void shouldLeaveTypedFilesAndStrayOnesAlone() throws IOException {
        Files.writeString(folder.resolve(PID + ".config"), "a=I\"1\"\n");

        assertThrows(SettingException.class, () -> new ConfFolder(folder).set(PID, "a", "2", ""));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void shouldMakeNoFileWhenThereIsNothingToRemove() throws IOException {
        new ConfFolder(folder).remove(PID, "a");

        assertFalse(Files.exists(folder.resolve(PID + ".cfg")));
    }

    @Test
    void shouldKeepEveryChangeWhenMoreThanOneIsMadeAtATime() throws Exception {
        ConfFolder conf = new ConfFolder(folder);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<?>> changes = new ArrayList<>();

        IntStream.range(0, 64).forEach(i -> changes.add(pool.submit(() -> conf.set(PID, "k" + i, "v", ""))));
        for (Future<?> change : changes) {
            change.get();
        }
        pool.shutdown();

        assertEquals(64, Files.readAllLines(folder.resolve(PID + ".cfg")).stream()
                .filter(line -> line.startsWith("k")).count());
    }

    @Test
    void shouldRefuseNamesThatLeadOutOfTheFolderOrMeanMany() {
        for (String name : List.of("../a", "some.host~../../a", "some.host~", "some.host~*", "some.host~a\nb", "a b")) {
            assertThrows(SettingException.class, () -> new ConfFolder(folder).set(name, "a", "1", ""), name);
        }
        assertTrue(ConfFolder.isName("hawser.permissions~Écho (two)"));
    }

    @Test
    void shouldTakeValuesAsAFileGivesThemBack() {
        assertEquals("50", ConfFolder.plain("a", " 50\t"));
        for (String other : List.of("${user.home}/a", "a\\{b", "a\\\\b")) {
            assertThrows(SettingException.class, () -> ConfFolder.plain("a", other), other);
        }
        assertEquals("\\d+ $ {a}", ConfFolder.plain("a", "\\d+ $ {a}"));
    }
}
