// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import hawser.transport.EventStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long the requests of the last few looks took; the shell's lists tell of all since the start. For one thread. */
final class Latencies {
    /* What an event counts only grows. What it grew by from one look to another, for each of these durations, is how
     * the requests in between took. One request in 64 is timed, so of a quiet event many looks see none: the fewest
     * looks are taken that saw enough of them, or as many as are kept. */

    private static final int KEPT = 10;
    private static final int ENOUGH = 32;
    private static final double NS_PER_US = 1000;
    private static final long[] BOUNDS_NS = bounds();

    private final Map<String, Deque<long[]>> history = new HashMap<>();
    private boolean looked;

    /** A quarter apart at most, from an eighth of a microsecond to minutes; each ends a bucket of the router's. */
    private static long[] bounds() {
        List<Long> bounds = new ArrayList<>();
        for (int power = 7; power < 40; power++) {
            for (int quarter = 4; quarter < 8; quarter++) {
                bounds.add((long) quarter << power - 2);
            }
        }
        return bounds.stream().mapToLong(bound -> bound - 1).toArray();
    }

    /** {@return a row for each event of which requests were timed lately} */
    List<Map<String, Object>> take(List<EventStatistics> events) {
        List<Map<String, Object>> rows = new ArrayList<>();
        history.keySet().retainAll(events.stream().map(EventStatistics::event).toList());
        for (EventStatistics event : events) {
            if (event.begun() > 0) {
                add(event, rows);
            }
        }
        looked = true;
        return rows;
    }

    private void add(EventStatistics event, List<Map<String, Object>> rows) {
        Deque<long[]> looks = history.computeIfAbsent(event.event(), name -> begin());
        looks.addFirst(counts(event));
        if (looks.size() > KEPT + 1) {
            looks.removeLast();
        }
        long[] grown = grown(looks);
        if (total(grown) > 0) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", event.event());
            row.put("p50Us", percentile(grown, 50) / NS_PER_US);
            row.put("p99Us", percentile(grown, 99) / NS_PER_US);
            rows.add(row);
        }
    }

    /** What had no requests at the look before began with none. */
    private Deque<long[]> begin() {
        Deque<long[]> looks = new ArrayDeque<>();
        if (looked) {
            looks.addFirst(new long[BOUNDS_NS.length + 1]);
        }
        return looks;
    }

    /** The last is all that were timed, read first: else one that ends meanwhile would seem to have taken too long. */
    private static long[] counts(EventStatistics event) {
        long[] counts = new long[BOUNDS_NS.length + 1];
        counts[BOUNDS_NS.length] = event.timed();
        for (int i = 0; i < BOUNDS_NS.length; i++) {
            counts[i] = event.timedWithin(BOUNDS_NS[i]);
        }
        return counts;
    }

    private static long[] grown(Deque<long[]> looks) {
        long[] now = looks.getFirst();
        long[] grown = new long[now.length];
        for (long[] before : looks) {
            for (int i = 0; i < now.length; i++) {
                grown[i] = now[i] - before[i];
            }
            if (total(grown) >= ENOUGH) {
                break;
            }
        }
        return grown;
    }

    private static long total(long[] grown) {
        return grown[grown.length - 1];
    }

    private static long percentile(long[] grown, int percent) {
        long wanted = (total(grown) * percent + 99) / 100;
        for (int i = 0; i < BOUNDS_NS.length; i++) {
            if (grown[i] >= wanted) {
                return BOUNDS_NS[i];
            }
        }
        return BOUNDS_NS[BOUNDS_NS.length - 1];
    }
}
