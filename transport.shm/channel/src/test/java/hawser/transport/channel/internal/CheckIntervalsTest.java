// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckIntervalsTest {
    private final CheckIntervals intervals = new CheckIntervals();

    @Test
    void shouldBeTheGuidesUnlessOthersAreSet() {
        assertEquals(1_000_000, intervals.fastNs());
        assertEquals(10_000_000, intervals.slowNs());
    }

    @Test
    void shouldKeepWhatItHasWhenOthersMakeNoSense() {
        intervals.set(Duration.ofNanos(5), Duration.ofNanos(7));

        assertThrows(IllegalArgumentException.class, () -> intervals.set(Duration.ZERO, Duration.ofNanos(9)));
        assertThrows(IllegalArgumentException.class, () -> intervals.set(Duration.ofNanos(-1), Duration.ofNanos(9)));
        assertThrows(IllegalArgumentException.class, () -> intervals.set(Duration.ofNanos(3), Duration.ofNanos(2)));
        assertEquals(5, intervals.fastNs());
        assertEquals(7, intervals.slowNs());
    }
}
