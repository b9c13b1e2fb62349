// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The last crash of a plugin in a process of its own.
 *
 * @param plugin the plugin's name
 * @param count how often it has crashed since somebody started it
 * @param time of the last one
 * @param generation that ended so
 * @param reason how its process ended, where that is known: signal, address, function, call and message
 * @param report the file that tells of it, with the stack, if one was written
 */
public record PluginCrash(String plugin, int count, Instant time, int generation, String reason,
        Optional<Path> report) {
    /** Checks that all is there. */
    public PluginCrash {
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(report, "report");
    }
}
