// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is shown of a plugin beside its channel.
 *
 * @param state where it is in its life
 * @param restarts how often it was started again because it had crashed
 * @param p50Us microseconds that half of its requests did not exceed; of the slowest of its events
 * @param p99Us microseconds that 99 of 100 did not exceed
 * @param lateAnswers how many of its answers came when nobody waited for them any more
 * @param process of its own, if it has one
 */
record PluginFigures(String state, int restarts, double p50Us, double p99Us, long lateAnswers,
        Optional<ProcessFigures> process) {
    private static final double NS_PER_US = 1000;

    /** {@return those of every plugin, by name} */
    static Map<String, PluginFigures> of(PluginHost host, EventCatalog catalog) {
        List<EventStatistics> statistics = catalog.statistics();
        Map<String, Long> processes = host.processes();
        Map<String, Integer> restarts = host.restarts();
        Map<String, Long> late = host.lateAnswers();
        Map<String, PluginFigures> all = new LinkedHashMap<>();
        for (PluginInfo plugin : host.list()) {
            List<EventStatistics> own = statistics.stream()
                    .filter(event -> plugin.events().contains(event.event())).toList();
            all.put(plugin.name(), new PluginFigures(plugin.state().name(), restarts.getOrDefault(plugin.name(), 0),
                    slowest(own, 50), slowest(own, 99), late.getOrDefault(plugin.name(), 0L),
                    Optional.ofNullable(processes.get(plugin.name())).flatMap(ProcessFigures::of)));
        }
        return all;
    }

    private static double slowest(List<EventStatistics> events, int percent) {
        return events.stream().mapToLong(event -> event.latencyNs(percent)).max().orElse(0) / NS_PER_US;
    }
}
