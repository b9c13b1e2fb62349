// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportsTest {
    private static final PluginSnapshot PLUGIN =
            PluginSnapshot.installed("some bundle", 7).named("A plugin/x", "1.2", 1);
    private static final Crash CRASH = new Crash("died of SIGSEGV", "process: died of SIGSEGV\nsignal: SIGSEGV\n",
            List.of("last words"));
    private static final Instant WHEN = Instant.parse("2020-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    @Test
    void shouldTellAllForItsOwnerOnly() throws IOException {
        Path file = new CrashReports(folder.resolve("new"), 5).write(PLUGIN, CRASH, WHEN).orElseThrow();

        assertEquals("a-plugin-x-20200102T030405Z-0.crash.txt", file.getFileName().toString());
        assertEquals(List.of("plugin: A plugin/x 1.2, generation 0", "time: 2020-01-02T03:04:05Z",
                "process: died of SIGSEGV", "signal: SIGSEGV", "output:", "  last words"), Files.readAllLines(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldKeepTheLatestOnly() throws IOException {
        Files.createFile(folder.resolve("notes.txt"));
        for (int i = 0; i < 5; i++) {
            new CrashReports(folder, 2).write(PLUGIN, CRASH, WHEN.plusSeconds(i));
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("a-plugin-x-20200102T030408Z-0.crash.txt", "a-plugin-x-20200102T030409Z-0.crash.txt",
                    "notes.txt"), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldWriteNothingWhenNoneAreWanted() {
        assertEquals(Optional.empty(), new CrashReports(folder, 0).write(PLUGIN, CRASH, WHEN));
        assertEquals(0, folder.toFile().list().length);
    }

    @Test
    void shouldGoOnWhateverStandsAgainstIt() throws IOException {
        Path within;
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            within = archive.getPath("/crashes");
        }

        assertEquals(Optional.empty(), new CrashReports(within, 5).write(PLUGIN, CRASH, WHEN)); // it was closed
    }

    @Test
    void shouldGoOnWhenItCannotBeWritten() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("file"));

        assertEquals(Optional.empty(), new CrashReports(inTheWay, 5).write(PLUGIN, CRASH, WHEN));
    }
}
