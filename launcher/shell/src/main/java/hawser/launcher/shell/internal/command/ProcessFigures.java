// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plugin's process has used.
 *
 * @param cpuNs processor time since it was started
 * @param memoryBytes that it has in memory now, what it shares with others included
 */
record ProcessFigures(long cpuNs, long memoryBytes) {
    private static final String RESIDENT = "VmRSS:";
    private static final long KIB = 1024;

    /** {@return those of that process, unless it has gone} */
    static Optional<ProcessFigures> of(long id) {
        return ProcessHandle.of(id).map(process -> new ProcessFigures(
                process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L), memory(id)));
    }

    private static long memory(long id) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(id), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT)).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).orElse(0L);
        } catch (IOException e) {
            return 0; // it has just gone, or this is no Linux
        }
    }
}
