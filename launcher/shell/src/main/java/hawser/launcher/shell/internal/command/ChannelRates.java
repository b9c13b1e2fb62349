// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.transport.channel.ChannelInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How fast messages go through each channel, from one look to the next. Used by one thread. */
final class ChannelRates {
    private static final int KEPT = 12;
    private static final double MEGA = 1e6;
    private static final String BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

    /** A channel that is no plugin's. */
    private static final PluginFigures NO_PLUGIN = new PluginFigures("", 0, 0, 0, 0, Optional.empty());
    private static final double PERCENT = 100;

    private final Map<String, ChannelInfo> former = new HashMap<>();
    private final Map<String, Deque<Double>> history = new HashMap<>();
    private Map<String, PluginFigures> formerPlugins = Map.of();
    private List<Row> rows = List.of();
    private long formerNs;

    /** What rows can be sorted by, each by its key. */
    enum Order {
        NAME('n', Comparator.comparing(Row::name)),
        MESSAGES('m', Comparator.comparingDouble(Row::messagesPerSecond).reversed()),
        BYTES('b', Comparator.comparingDouble(Row::megabytesPerSecond).reversed()),
        WAITING('w', Comparator.comparingLong(Row::waiting).reversed()),
        FILL('f', Comparator.comparingDouble(Row::fillPercent).reversed()),
        LOST('l', Comparator.comparingLong(Row::lost).reversed()),
        RESTARTS('r', Comparator.comparingInt((Row row) -> row.plugin().restarts()).reversed()),
        CPU('c', Comparator.comparingDouble(Row::cpuPercent).reversed()),
        MEMORY('y', Comparator.comparingLong(Row::memoryBytes).reversed()),
        SLOWEST('s', Comparator.comparingDouble((Row row) -> row.plugin().p99Us()).reversed());

        private final char key;
        private final Comparator<Row> comparator;

        Order(char key, Comparator<Row> comparator) {
            this.key = key;
            this.comparator = comparator;
        }

        char key() {
            return key;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One channel between two looks.
     *
     * @param name of the channel
     * @param messagesPerSecond in both directions
     * @param megabytesPerSecond in both directions
     * @param waiting messages that were sent and not consumed yet
     * @param fillPercent of the fuller of its two buffers
     * @param cpuPercent of one processor that the plugin's process used
     * @param backPressured sends that found no room, since the channel was opened
     * @param lost messages that were rejected or lost, since the channel was opened
     * @param trend of the messages per second, a bar for each look
     * @param plugin whose channel it is
     */
    record Row(String name, double messagesPerSecond, double megabytesPerSecond, long waiting, double fillPercent,
            double cpuPercent, long backPressured, long lost, String trend, PluginFigures plugin) {
        long memoryBytes() {
            return plugin.process().map(ProcessFigures::memoryBytes).orElse(0L);
        }
    }

    /**
     * What is looked at.
     *
     * @param channels as they are now
     * @param plugins by name, those without a channel, too
     */
    record View(List<ChannelInfo> channels, Map<String, PluginFigures> plugins) {
    }

    /**
     * Takes a look.
     *
     * @param view of the moment
     * @param nowNs when that is
     */
    void look(View view, long nowNs) {
        List<ChannelInfo> channels = view.channels();
        double seconds = (nowNs - formerNs) / (double) TimeUnit.SECONDS.toNanos(1);
        List<Row> made = new ArrayList<>();
        for (ChannelInfo channel : channels) {
            ChannelInfo before = former.getOrDefault(channel.name(), channel);
            made.add(row(channel, before, seconds, view.plugins().getOrDefault(channel.name(), NO_PLUGIN)));
        }
        view.plugins().forEach((name, plugin) -> {
            if (channels.stream().noneMatch(channel -> channel.name().equals(name))) {
                made.add(new Row(name, 0, 0, 0, 0, cpu(name, plugin, seconds), 0, 0, "", plugin));
            }
        });
        rows = List.copyOf(made);
        former.clear();
        channels.forEach(channel -> former.put(channel.name(), channel));
        history.keySet().retainAll(former.keySet());
        formerPlugins = view.plugins();
        formerNs = nowNs;
    }

    private Row row(ChannelInfo channel, ChannelInfo before, double seconds, PluginFigures plugin) {
        ChannelInfo.Counts now = channel.toNative().plus(channel.toRenderer());
        ChannelInfo.Counts then = before.toNative().plus(before.toRenderer());
        double messages = Math.max(0, now.messages() - then.messages()) / seconds;
        double megabytes = Math.max(0, now.bytes() - then.bytes()) / seconds / MEGA;
        Deque<Double> past = history.computeIfAbsent(channel.name(), name -> new ArrayDeque<>());
        past.addLast(messages);
        if (past.size() > KEPT) {
            past.removeFirst();
        }
        return new Row(channel.name(), messages, megabytes, Math.max(0, now.messages() - now.consumed()),
                fill(channel), cpu(channel.name(), plugin, seconds), now.backPressured(),
                now.rejected() + now.losses(), bars(past), plugin);
    }

    private static double fill(ChannelInfo channel) {
        return PERCENT * Math.max(channel.toNative().occupied() / (double) channel.sizes().toNative(),
                channel.toRenderer().occupied() / (double) channel.sizes().toRenderer());
    }

    /** Another process than before begins anew. */
    private double cpu(String name, PluginFigures plugin, double seconds) {
        long now = plugin.process().map(ProcessFigures::cpuNs).orElse(0L);
        long then = formerPlugins.getOrDefault(name, NO_PLUGIN).process().map(ProcessFigures::cpuNs).orElse(now);
        return PERCENT * Math.max(0, now - then) / TimeUnit.SECONDS.toNanos(1) / seconds;
    }

    private static String bars(Deque<Double> values) {
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(BARS.charAt(
                most == 0 ? 0 : (int) Math.round(value / most * (BARS.length() - 1)))));
        return text.toString();
    }

    /** {@return what was seen between the last two looks} */
    Listing listing(Order order) {
        return new Listing("channels", rows.stream().sorted(order.comparator.thenComparing(Row::name))
                .map(ChannelRates::columns).toList());
    }

    private static Map<String, Object> columns(Row row) {
        return Listing.row("name", row.name(), "state", row.plugin().state(),
                "messagesPerSecond", Math.round(row.messagesPerSecond()),
                "megabytesPerSecond", rounded(row.megabytesPerSecond()),
                "waiting", row.waiting(), "fillPercent", rounded(row.fillPercent()),
                "backPressured", row.backPressured(), "lost", row.lost(),
                "restarts", row.plugin().restarts(), "p50Us", rounded(row.plugin().p50Us()),
                "p99Us", rounded(row.plugin().p99Us()),
                "cpuPercent", row.plugin().process().isPresent() ? rounded(row.cpuPercent()) : "",
                "memoryMb", row.plugin().process().isPresent() ? rounded(row.memoryBytes() / MEGA) : "",
                "trend", row.trend());
    }

    static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2f", value));
    }
}
