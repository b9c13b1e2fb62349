// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginInfo;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a plugin says by {@code hawser.log/1}, in the host's log. Thread-safe. */
final class PluginLog {
    private static final int MOST_IN_A_SECOND = 1000;

    /** From error to debug. */
    private final List<PluginOutput> levels;

    PluginLog(String plugin) {
        Logger log = LoggerFactory.getLogger(PluginInfo.logger(plugin));
        levels = List.of(output(line -> log.error("[{}] {}", plugin, line)),
                output(line -> log.warn("[{}] {}", plugin, line)),
                output(line -> log.info("[{}] {}", plugin, line)),
                output(line -> log.debug("[{}] {}", plugin, line)));
    }

    private static PluginOutput output(Consumer<String> log) {
        return new PluginOutput(log, System::nanoTime, MOST_IN_A_SECOND);
    }

    /** A level that is none is taken for the last. */
    void add(long level, byte[] text) {
        int index = level >= 1 && level <= levels.size() ? (int) level - 1 : levels.size() - 1;
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        levels.get(index).add(line, line.length);
    }

    /** There is no more. */
    void end() {
        levels.forEach(PluginOutput::end);
    }
}
