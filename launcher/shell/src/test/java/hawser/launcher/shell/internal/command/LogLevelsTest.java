// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelsTest {
    private static final String LOGGER = "hawser.plugin.Écho \"a\" <b> &amp; c";

    @TempDir
    private Path folder;
    private LogLevels levels;

    @BeforeEach
    void open() {
        levels = new LogLevels(folder.resolve("log-levels.xml"));
    }

    @Test
    void shouldGiveBackWhateverAPluginIsCalled() throws IOException {
        assertEquals(Optional.empty(), levels.change(LOGGER, Optional.of("DEBUG")));

        assertEquals(Map.of(LOGGER, "DEBUG"), levels.read());
        assertTrue(Files.readString(levels.file()).contains(
                "name=\"hawser.plugin.Écho &quot;a&quot; &lt;b> &amp;amp; c\""));
        assertEquals(Optional.of("DEBUG"), levels.change(LOGGER, Optional.empty()));
        assertEquals(Map.of(), levels.read());
    }

    @Test
    void shouldMakeNoFileWhenThereIsNothingToTakeAway() throws IOException {
        assertEquals(Optional.empty(), levels.change(LOGGER, Optional.empty()));

        assertFalse(Files.exists(levels.file()));
    }

    @Test
    void shouldKeepEveryChangeWhenMoreThanOneIsMadeAtATime() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<?>> changes = new ArrayList<>();

        IntStream.range(0, 64).forEach(i -> changes.add(
                pool.submit(() -> levels.change("logger" + i, Optional.of("WARN")))));
        for (Future<?> change : changes) {
            change.get();
        }
        pool.shutdown();

        assertEquals(64, levels.read().size());
    }
}
