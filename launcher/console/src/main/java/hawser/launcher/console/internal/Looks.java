// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import hawser.transport.EventStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the page shows: the rows of the shell's lists, as {@code --json} prints them. Thread-safe. */
final class Looks {
    /* However many pages are open and however often they ask, one look is taken in half an interval; when none is open,
     * none is taken. */

    private static final Map<String, String> LISTS = lists();

    private final Latencies latencies = new Latencies();
    private final Commands commands;
    private final Supplier<List<EventStatistics>> statistics;
    private final Map<String, Object> instance;
    private final LongSupplier clock;
    private final long intervalNs;
    private byte[] last;
    private long lastNs;

    Looks(Commands commands, Supplier<List<EventStatistics>> statistics, Map<String, Object> instance,
            long intervalMs, LongSupplier clock) {
        this.commands = commands;
        this.statistics = statistics;
        this.instance = instance;
        this.clock = clock;
        this.intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    private static Map<String, String> lists() {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("plugins", "plugin:list");
        lists.put("figures", "plugin:stats");
        lists.put("channels", "channel:list");
        lists.put("directions", "channel:stats");
        lists.put("events", "event:list");
        lists.put("requests", "event:stats");
        return lists;
    }

    synchronized byte[] take() {
        long nowNs = clock.getAsLong();
        if (last == null || nowNs - lastNs > intervalNs / 2) {
            lastNs = nowNs;
            last = Json.bytes(look(nowNs));
        }
        return last;
    }

    private Map<String, Object> look(long nowNs) {
        Map<String, Object> look = new LinkedHashMap<>();
        look.put("atMs", TimeUnit.NANOSECONDS.toMillis(nowNs));
        look.put("intervalMs", TimeUnit.NANOSECONDS.toMillis(intervalNs));
        look.put("instance", instance);
        Map<String, Object> errors = new LinkedHashMap<>();
        LISTS.forEach((part, command) -> look.put(part, rows(part, command, errors)));
        look.put("latencies", latencies.take(statistics.get()));
        look.put("errors", errors);
        return look;
    }

    /** One list that cannot be had, such as while its bundle is being updated, does not take the others with it. */
    private Object rows(String part, String command, Map<String, Object> errors) {
        try {
            return commands.call(command);
        } catch (Exception e) { // whatever a command throws is its answer
            errors.put(part, Commands.fields(e));
            return List.of();
        }
    }
}
