// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WatchedTimeTest {
    private static final long MOST = 500;

    private final WatchedTime watched = new WatchedTime(Long.MAX_VALUE - 100);

    private long lookAfter(long ns) {
        return watched.look(Long.MAX_VALUE - 100 + ns, MOST);
    }

    @Test
    void shouldCountAllTimeThatPassesBetweenLooks() {
        assertEquals(250, lookAfter(250));
        assertEquals(750, lookAfter(750));
        assertEquals(750, lookAfter(750));
    }

    @Test
    void shouldNotCountAStandstill() {
        assertEquals(250, lookAfter(250));
        assertEquals(250 + MOST, lookAfter(60_000));
        assertEquals(250 + MOST + 250, lookAfter(60_250));
    }
}
