// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.config.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
