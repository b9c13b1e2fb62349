// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.kv.Set;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("store.log");
    }

    @Test
    void shouldKeepTheLastValueOfEachKeyWhenItIsOpenedAgain() throws IOException {
        try (LogFile log = LogFile.open(path)) {
            log.append(List.of(new Set("a", "1"), new Set("b", "2")));
            log.append(List.of(new Set("a", "3"), new Set("b", "")));
        }
        long grown = Files.size(path);

        try (LogFile log = LogFile.open(path)) {
            assertEquals("3", log.get("a"));
            assertEquals("", log.get("b"));
        }
        assertTrue(Files.size(path) < grown);
    }

    @Test
    void shouldLeaveOutWhatWasCutOffAtWhateverByte() throws IOException {
        try (LogFile log = LogFile.open(path)) {
            log.append(List.of(new Set("a", "1")));
            log.append(List.of(new Set("b", "2")));
        }
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            try (LogFile log = LogFile.open(path)) {
                assertEquals(length < whole.length / 2 ? "" : "1", log.get("a"), "length=" + length);
                assertEquals("", log.get("b"));
            }
        }
    }

    @Test
    void shouldLeaveOutWhatDoesNotMatchItsChecksum() throws IOException {
        try (LogFile log = LogFile.open(path)) {
            log.append(List.of(new Set("a", "1"), new Set("b", "2")));
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 1;
        Files.write(path, bytes);

        try (LogFile log = LogFile.open(path)) {
            assertEquals("1", log.get("a"));
            assertEquals("", log.get("b"));
        }
    }
}
