// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The requests that a plugin has not answered yet, by correlation. Thread-safe. */
final class PendingRequests {
    private final Map<Long, Exchange> open = new ConcurrentHashMap<>();
    private final AtomicLong correlations = new AtomicLong();
    private final AtomicLong late = new AtomicLong();

    /** Keeps a request until it is answered or ends otherwise, and names it. */
    long add(Exchange exchange) {
        long correlation = correlations.incrementAndGet();
        open.put(correlation, exchange);
        exchange.outcome().whenComplete((answer, failure) -> open.remove(correlation));
        return correlation;
    }

    /** The request of that name, or null if it has ended: then what came is late. */
    Exchange take(long correlation) {
        Exchange exchange = open.remove(correlation);
        if (exchange == null) {
            late.incrementAndGet();
        }
        return exchange;
    }

    long late() {
        return late.get();
    }

    /** Ends all that are left. */
    void failAll(Function<Exchange, TransportException> reason) {
        open.values().forEach(exchange -> exchange.fail(reason.apply(exchange)));
    }
}
