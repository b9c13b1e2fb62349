// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.EventStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of all events that were ever handled here. What nobody handles, and what comes after there are very many,
 * shares one. Thread-safe.
 */
final class Meters {
    /** The name under which everything else is counted; no event can have it. */
    static final String OTHERS = "(others)";
    private static final int MOST = 1 << 16;

    private final Map<String, EventMeter> meters = new ConcurrentHashMap<>();
    private final EventMeter others = new EventMeter(OTHERS);

    /** The meter of an event that has a handler now; it outlives the handler. */
    EventMeter of(String event) {
        EventMeter known = meters.get(event);
        if (known != null) {
            return known;
        }
        return meters.size() < MOST ? meters.computeIfAbsent(event, EventMeter::new) : others;
    }

    /** The meter of an event without a handler: that of its handlers before, or the one for all. */
    EventMeter ofUnhandled(String event) {
        return meters.getOrDefault(event, others);
    }

    List<EventStatistics> all() {
        List<EventStatistics> all = new ArrayList<>(meters.values());
        all.sort(Comparator.comparing(EventStatistics::event));
        all.add(others);
        return all;
    }
}
