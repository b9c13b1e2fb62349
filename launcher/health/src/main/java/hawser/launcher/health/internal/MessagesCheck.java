// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.plugin.host.PluginHost;
import hawser.transport.ErrorCode;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * Whether messages reach somebody, and in a way that suits them: of late, and whoever else has looked. Thread-safe.
 */
final class MessagesCheck implements HealthCheck {
    /** What is judged is at least so long, and twice that if somebody looks all the time. */
    static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(1);
    /** So many requests a second of one event are worth a batch. */
    static final long MANY = 10_000;
    /** Codes that the sender or an administrator should look at, and not the handler alone. */
    private static final List<ErrorCode> NOTABLE = List.of(ErrorCode.UNKNOWN_EVENT, ErrorCode.BACK_PRESSURED,
            ErrorCode.INVALID_PLUGIN_KEY, ErrorCode.PLUGIN_UNAUTHORIZED, ErrorCode.TIMEOUT);

    private final Parts parts;
    private final LongSupplier clock;
    private Look before;
    private Look latest;

    MessagesCheck(Parts parts, LongSupplier clock) {
        this.parts = parts;
        this.clock = clock;
        before = new Look(clock.getAsLong(), Map.of(), Map.of(), Map.of());
        latest = before;
    }

    /** What the counts were at one time. */
    private record Look(long atNs, Map<String, Long> begun, Map<String, Long> failed, Map<String, Long> large) {
        static Look at(long nowNs, List<EventStatistics> all, Map<String, Long> large) {
            Map<String, Long> begun = new HashMap<>();
            Map<String, Long> failed = new HashMap<>();
            for (EventStatistics event : all) {
                begun.put(event.event(), event.begun());
                event.failures().forEach((code, count) -> failed.put(event.event() + code, count));
            }
            return new Look(nowNs, begun, failed, large);
        }

        /** A second at least: a rate over less is chance. */
        double secondsUntil(long nowNs) {
            return Math.max(1, (nowNs - atNs) / (double) TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Override
    public synchronized Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (parts.catalog().isEmpty()) {
            log.critical("The service EventCatalog is required and not there: start the bundle "
                    + "hawser.transport.router");
            return new Result(log);
        }
        EventCatalog catalog = parts.catalog().get();
        List<EventStatistics> all = catalog.statistics();
        long nowNs = clock.getAsLong();
        Map<String, Long> large = parts.host().map(PluginHost::largeRequests).orElse(Map.of());
        look(nowNs, all, large);
        long seconds = Math.round(before.secondsUntil(nowNs));
        for (EventStatistics event : all) {
            judgeFailures(event, seconds, log);
            judgeReceivers(event, catalog, seconds, log);
            judgeRate(event, catalog, nowNs, log);
        }
        large.forEach((event, count) -> judgeSize(event, count, seconds, log));
        log.info("{}, {}", Count.of(all.size() - 1, "event"),
                Count.of(all.stream().mapToLong(EventStatistics::begun).sum(), "request"));
        return new Result(log);
    }

    /** A look ends nothing before the window is over, or /metrics would hide from health:check what it has seen. */
    private void look(long nowNs, List<EventStatistics> all, Map<String, Long> large) {
        if (latest == before || nowNs - latest.atNs() >= WINDOW_NS) {
            before = latest;
            latest = Look.at(nowNs, all, large);
        }
    }

    private void judgeFailures(EventStatistics event, long seconds, FormattingResultLog log) {
        for (ErrorCode code : NOTABLE) {
            long fresh = event.failures().getOrDefault(code, 0L)
                    - before.failed().getOrDefault(event.event() + code, 0L);
            if (fresh > 0) {
                log.warn("{} requests of {} ended with {} in the last {} s: explain {} tells what to do", fresh,
                        event.event(), code, seconds, code);
            }
        }
    }

    private void judgeSize(String event, long count, long seconds, FormattingResultLog log) {
        long fresh = count - before.large().getOrDefault(event, 0L);
        if (fresh > 0) {
            log.warn("{} requests of {} to a plugin had more than 100 KiB in the last {} s: a stream holds up no other "
                    + "request and need not fit the channel", fresh, event, seconds);
        }
    }

    /** A notification to nobody is accepted; that is right, and seldom meant. */
    private void judgeReceivers(EventStatistics event, EventCatalog catalog, long seconds, FormattingResultLog log) {
        long fresh = event.begun() - before.begun().getOrDefault(event.event(), 0L);
        if (fresh > 0 && event.answered() > 0 && catalog.find(event.event()).isEmpty()) {
            log.warn("{} messages of {} reached nobody in the last {} s: event:list shows who handles what", fresh,
                    event.event(), seconds);
        }
    }

    /** Needs two looks at an event: nobody knows for how long it was sent before the first. */
    private void judgeRate(EventStatistics event, EventCatalog catalog, long nowNs, FormattingResultLog log) {
        Look since = before.begun().containsKey(event.event()) ? before : latest;
        long fresh = event.begun() - since.begun().getOrDefault(event.event(), event.begun());
        double perSecond = fresh / since.secondsUntil(nowNs);
        boolean batched = perSecond <= MANY
                || catalog.find(event.event()).filter(entry -> entry.event().batch().isEnabled()).isPresent();
        if (!batched) {
            log.warn("{} has {} requests a second and is not batched: a batch costs less for each (BatchOptions in "
                    + "its definition)", event.event(), Math.round(perSecond));
        }
    }
}
