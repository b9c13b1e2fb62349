// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What holds for every plugin in a process of its own.
 *
 * @param options of its runner, as {@code process.h} has them
 * @param hangNs that one call may take
 * @param outputRate lines of its output that are logged in a second
 * @param restarts when it is started again
 * @param reports folder for crash reports; null = none
 * @param reportsKept how many of them
 */
record IsolationSettings(String options, long hangNs, int outputRate, RestartPolicy restarts, Path reports,
        int reportsKept) {

    static IsolationSettings of(IsolationConfig config, Path data) {
        String options = String.join("\n", "memory=" + config.limit_memory(), "cpu=" + config.limit_cpu(),
                "files=" + config.limit_files(), "processes=" + config.limit_processes(),
                "user=" + config.limit_user(), "messages=" + config.crash_messages(),
                "environment=" + String.join(",", config.environment()));
        Path folder = config.crash_folder().isEmpty() ? data : Path.of(config.crash_folder());
        return new IsolationSettings(options, TimeUnit.MILLISECONDS.toNanos(config.hang_timeout()),
                config.output_rate(), RestartPolicy.of(config), folder, config.crash_reports());
    }
}
