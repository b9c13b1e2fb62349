// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

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

/** Whether messages reach somebody, and in a way that suits them. Compares with what it saw before. Thread-safe. */
final class MessagesCheck implements HealthCheck {
    /** So many requests a second of one event are worth a batch. */
    static final long MANY = 10_000;
    /** Codes that the sender or an administrator should look at, and not the handler alone. */
    private static final List<ErrorCode> NOTABLE = List.of(ErrorCode.UNKNOWN_EVENT, ErrorCode.BACK_PRESSURED,
            ErrorCode.INVALID_PLUGIN_KEY, ErrorCode.PLUGIN_UNAUTHORIZED, ErrorCode.TIMEOUT);

    private final Parts parts;
    private final LongSupplier clock;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, Long> failed = new HashMap<>();
    private long lookNs;

    MessagesCheck(Parts parts, LongSupplier clock) {
        this.parts = parts;
        this.clock = clock;
        lookNs = clock.getAsLong();
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
        long nowNs = clock.getAsLong();
        double seconds = Math.max(1, nowNs - lookNs) / (double) TimeUnit.SECONDS.toNanos(1);
        lookNs = nowNs;
        List<EventStatistics> all = catalog.statistics();
        for (EventStatistics event : all) {
            judgeFailures(event, log);
            judgeReceivers(event, catalog, log);
            judgeRate(event, catalog, seconds, log);
        }
        log.info("{} events, {} requests", all.size() - 1, all.stream().mapToLong(EventStatistics::begun).sum());
        return new Result(log);
    }

    private void judgeFailures(EventStatistics event, FormattingResultLog log) {
        for (ErrorCode code : NOTABLE) {
            long now = event.failures().getOrDefault(code, 0L);
            Long before = failed.put(event.event() + code, now);
            long fresh = before == null ? now : now - before;
            if (fresh > 0) {
                log.warn("{} requests of {} ended with {} since the last look: explain {} tells what to do", fresh,
                        event.event(), code, code);
            }
        }
    }

    /** A notification to nobody is accepted; that is right, and seldom meant. */
    private void judgeReceivers(EventStatistics event, EventCatalog catalog, FormattingResultLog log) {
        long now = event.begun();
        long fresh = now - begun.getOrDefault(event.event(), 0L);
        if (fresh > 0 && event.answered() > 0 && catalog.find(event.event()).isEmpty()) {
            log.warn("{} messages of {} reached nobody since the last look: event:list shows who handles what", fresh,
                    event.event());
        }
    }

    private void judgeRate(EventStatistics event, EventCatalog catalog, double seconds, FormattingResultLog log) {
        Long before = begun.put(event.event(), event.begun());
        double perSecond = before == null ? 0 : (event.begun() - before) / seconds;
        boolean batched = perSecond <= MANY
                || catalog.find(event.event()).filter(entry -> entry.event().batch().isEnabled()).isPresent();
        if (!batched) {
            log.warn("{} has {} requests a second and is not batched: a batch costs less for each (BatchOptions in "
                    + "its definition)", event.event(), Math.round(perSecond));
        }
    }
}
