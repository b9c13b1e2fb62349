// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Event;
import hawser.transport.Events;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeRequestsTest {
    private static final Event<byte[], byte[]> ONE = Events.defineNamed("a:b:one").define(byte[].class, byte[].class);
    private static final Event<byte[], byte[]> TWO = Events.defineNamed("a:b:two").define(byte[].class, byte[].class);

    @Test
    void shouldSayItOnceForEachEventThatIsLarge() {
        LargeRequests large = new LargeRequests();

        assertFalse(large.note(ONE, LargeRequests.LARGE));
        assertTrue(large.note(ONE, LargeRequests.LARGE + 1));
        assertFalse(large.note(ONE, LargeRequests.LARGE + 1));
        assertTrue(large.note(TWO, LargeRequests.LARGE + 1));
        assertEquals(Map.of("a:b:one", 2L, "a:b:two", 1L), large.counts());
    }
}
