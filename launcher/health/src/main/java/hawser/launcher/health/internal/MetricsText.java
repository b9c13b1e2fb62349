// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.health.Health;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All figures of the moment, as Prometheus reads them.
 *
 * @param parts that have figures
 * @param health whose findings are figures, too
 */
record MetricsText(Parts parts, Health health) implements Supplier<String> {
    private static final double NS = TimeUnit.SECONDS.toNanos(1);
    private static final int[] QUANTILES = {50, 99};

    @Override
    public String get() {
        MetricsWriter out = new MetricsWriter();
        plugins(out, parts.host().map(PluginHost::list).orElse(List.of()),
                parts.host().map(PluginHost::lateAnswers).orElse(Map.of()));
        channels(out, byName(parts.channels().map(Channels::list).orElse(List.of())));
        events(out, parts.catalog().map(EventCatalog::statistics).orElse(List.of()));
        process(out);
        out.family("hawser_health", "gauge", "What a check finds: 0 OK, 1 WARN, 2 TEMPORARILY_UNAVAILABLE, 3 CRITICAL,"
                + " 4 the check failed");
        health.check().forEach(finding ->
                out.sample(finding.status().ordinal(), "check", finding.name()));
        return out.text();
    }

    private static void plugins(MetricsWriter out, List<PluginInfo> plugins, Map<String, Long> late) {
        out.family("hawser_plugin_active", "gauge", "1 while a plugin does its work");
        plugins.forEach(plugin -> out.sample(plugin.state() == PluginState.ACTIVE ? 1 : 0, "plugin", plugin.name(),
                "state", plugin.state().name(), "execution", plugin.execution()));
        out.family("hawser_plugin_loads_total", "counter", "How often a plugin has been loaded");
        plugins.forEach(plugin -> out.sample(plugin.generation(), "plugin", plugin.name()));
        out.family("hawser_plugin_late_answers_total", "counter", "Answers that nobody waited for any more");
        plugins.forEach(plugin -> out.sample(late.getOrDefault(plugin.name(), 0L), "plugin", plugin.name()));
    }

    /** A figure of one direction of a channel. */
    private interface Count {
        long of(ChannelInfo.Counts counts);
    }

    /** While a plugin is being replaced, both its generations have a channel of its name: a series is named once. */
    private static Collection<ChannelInfo> byName(List<ChannelInfo> channels) {
        return channels.stream().collect(Collectors.toMap(ChannelInfo::name, channel -> channel,
                (one, other) -> new ChannelInfo(one.name(), one.layout(), one.sizes(),
                        one.toNative().plus(other.toNative()), one.toRenderer().plus(other.toRenderer())),
                LinkedHashMap::new)).values();
    }

    private static void channels(MetricsWriter out, Collection<ChannelInfo> channels) {
        both(out, channels, "hawser_channel_messages_total", "Messages that were committed",
                ChannelInfo.Counts::messages);
        both(out, channels, "hawser_channel_bytes_total", "Bytes of their payloads", ChannelInfo.Counts::bytes);
        both(out, channels, "hawser_channel_consumed_total", "Messages that the other end has taken",
                ChannelInfo.Counts::consumed);
        both(out, channels, "hawser_channel_back_pressured_total", "Sends that found no room",
                ChannelInfo.Counts::backPressured);
        both(out, channels, "hawser_channel_rejected_total", "Messages that were malformed",
                ChannelInfo.Counts::rejected);
        both(out, channels, "hawser_channel_lost_total", "Messages that were lost without word to their sender",
                ChannelInfo.Counts::losses);
    }

    private static void both(MetricsWriter out, Collection<ChannelInfo> channels, String name, String help,
            Count count) {
        out.family(name, "counter", help);
        for (ChannelInfo channel : channels) {
            out.sample(count.of(channel.toNative()), "channel", channel.name(), "direction", "to-native");
            out.sample(count.of(channel.toRenderer()), "channel", channel.name(), "direction", "to-renderer");
        }
    }

    private static void events(MetricsWriter out, List<EventStatistics> events) {
        out.family("hawser_event_requests_total", "counter", "Requests that were made");
        events.forEach(event -> out.sample(event.begun(), "event", event.event()));
        out.family("hawser_event_answered_total", "counter", "Requests that were answered or accepted");
        events.forEach(event -> out.sample(event.answered(), "event", event.event()));
        out.family("hawser_event_failed_total", "counter", "Requests that failed");
        events.forEach(event -> event.failures().forEach((code, count) ->
                out.sample(count, "event", event.event(), "code", code.name())));
        out.family("hawser_event_in_flight", "gauge", "Requests that have not ended");
        events.forEach(event -> out.sample(event.inFlight(), "event", event.event()));
        out.family("hawser_event_seconds", "gauge", "How long requests took, of one in 64");
        for (EventStatistics event : events) {
            for (int percent : QUANTILES) {
                out.sample(event.latencyNs(percent) / NS, "event", event.event(), "quantile", "0." + percent);
            }
        }
    }

    private static void process(MetricsWriter out) {
        out.family("hawser_heap_bytes", "gauge", "Heap in use");
        out.sample(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        out.family("hawser_threads", "gauge", "Java threads");
        out.sample(ManagementFactory.getThreadMXBean().getThreadCount());
        out.family("hawser_uptime_seconds", "gauge", "Since the process was started");
        out.sample(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }
}
