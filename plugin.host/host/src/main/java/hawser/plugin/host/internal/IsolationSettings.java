// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for every plugin in a process of its own.
 *
 * @param options of its runner, as {@code process.h} has them
 * @param executions how plugins are driven, by their names, whatever they declare
 * @param hangNs that one call may take
 * @param outputRate lines of its output that are logged in a second
 * @param restarts when it is started again
 * @param reports folder for crash reports; null = none
 * @param reportsKept how many of them
 */
record IsolationSettings(String options, Map<String, String> executions, long hangNs,
        int outputRate, RestartPolicy restarts, Path reports,
        int reportsKept) {
    private static final Logger LOG = LoggerFactory.getLogger(IsolationSettings.class);

    static IsolationSettings of(IsolationConfig config, Path data) {
        String options = String.join("\n", "memory=" + config.limit_memory(), "cpu=" + config.limit_cpu(),
                "files=" + config.limit_files(), "processes=" + config.limit_processes(),
                "user=" + config.limit_user(), "messages=" + config.crash_messages(),
                "environment=" + String.join(",", config.environment()));
        Path folder = config.crash_folder().isEmpty() ? data : Path.of(config.crash_folder());
        return new IsolationSettings(options, executions(config.execution()),
                TimeUnit.MILLISECONDS.toNanos(config.hang_timeout()),
                config.output_rate(), RestartPolicy.of(config), folder, config.crash_reports());
    }

    private static Map<String, String> executions(String[] lines) {
        Map<String, String> executions = new HashMap<>();
        for (String line : lines) {
            int split = line.lastIndexOf('=');
            if (split > 0) {
                executions.put(line.substring(0, split).trim(), line.substring(split + 1).trim());
            } else if (!line.isBlank()) {
                LOG.warn("The execution of {} must be NAME=process|thread|inline: {}", IsolationConfig.PID, line);
            }
        }
        return Map.copyOf(executions);
    }
}
