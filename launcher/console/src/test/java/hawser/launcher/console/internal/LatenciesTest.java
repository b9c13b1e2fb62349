// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.transport.ErrorCode;
import hawser.transport.EventStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Event event = new Event();
    private final Latencies latencies = new Latencies();

    /** Knows each duration. */
    private static final class Event implements EventStatistics {
        private final List<Long> took = new ArrayList<>();

        void took(int times, long us) {
            for (int i = 0; i < times; i++) {
                took.add(TimeUnit.MICROSECONDS.toNanos(us));
            }
        }

        @Override
        public String event() {
            return "a:b:c";
        }

        @Override
        public long begun() {
            return timed();
        }

        @Override
        public long answered() {
            return timed();
        }

        @Override
        public Map<ErrorCode, Long> failures() {
            return Map.of();
        }

        @Override
        public long inFlight() {
            return 0;
        }

        @Override
        public long timed() {
            return took.size();
        }

        @Override
        public long timedWithin(long ns) {
            return took.stream().filter(each -> each <= ns).count();
        }

        @Override
        public long latencyNs(double percent) {
            return 0;
        }
    }

    private List<Map<String, Object>> look() {
        return latencies.take(List.of(event));
    }

    private static void about(double us, Object found) {
        assertEquals(us, (double) found, us / 4);
    }

    @Test
    void shouldTellOfWhatHappenedLatelyAndNotOfAllTheTimeBefore() {
        event.took(1_000_000, 10);
        look();
        event.took(98, 200);
        event.took(2, 5000);

        Map<String, Object> row = look().get(0);

        about(200, row.get("p50Us"));
        about(5000, row.get("p99Us"));
    }

    @Test
    void shouldLookFurtherBackWhereLittleHappens() {
        look();
        event.took(1, 100);
        for (int i = 0; i < 10; i++) {
            about(100, look().get(0).get("p50Us"));
        }
        assertEquals(List.of(), look(), "it has become too old");
    }

    @Test
    void shouldPreferTheLastLookWhereMuchHappens() {
        look();
        event.took(1000, 100);
        look();
        event.took(1000, 1);

        about(1, look().get(0).get("p99Us"));
    }

    @Test
    void shouldSayNothingOfAnEventThatNobodySends() {
        assertEquals(List.of(), look());
        assertEquals(List.of(), look());
    }

    @Test
    void shouldCountWhatTakesLongerThanAnyoneWaits() {
        look();
        event.took(100, TimeUnit.HOURS.toMicros(1));

        assertEquals(1, look().size());
    }
}
