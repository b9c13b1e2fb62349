// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
    private static final int SIZE = 4;

    private final PendingRequests pending = new PendingRequests(SIZE);

    @Test
    void shouldGiveBackEachRequestOnceByItsName() {
        TestExchange first = new TestExchange("");
        TestExchange second = new TestExchange("");
        long firstName = pending.add(first);
        long secondName = pending.add(second);

        assertNotEquals(firstName, secondName);
        assertSame(second, pending.take(secondName));
        assertSame(first, pending.take(firstName));
        assertNull(pending.take(firstName));
        assertEquals(1, pending.late());
    }

    @Test
    void shouldRefuseMoreThanItHolds() {
        for (int i = 0; i < SIZE; i++) {
            assertTrue(pending.add(new TestExchange("")) > 0);
        }

        assertEquals(PendingRequests.FULL, pending.add(new TestExchange("")));
    }

    @Test
    void shouldUseTheSlotOfARequestThatEndedOtherwise() {
        TestExchange timedOut = new TestExchange("");
        long late = pending.add(timedOut);
        for (int i = 1; i < SIZE; i++) {
            pending.add(new TestExchange(""));
        }
        timedOut.fail(TransportException.of(ErrorCode.TIMEOUT, "late"));

        TestExchange next = new TestExchange("");
        long name = pending.add(next);

        assertNull(pending.take(late));
        assertSame(next, pending.take(name));
    }

    @Test
    void shouldFailAllThatAreLeft() {
        TestExchange open = new TestExchange("");
        pending.add(open);
        assertFalse(pending.isEmpty());

        pending.failAll(exchange -> TransportException.of(ErrorCode.PLUGIN_STOPPED, "stopped"));

        assertTrue(open.isDone());
        assertTrue(pending.isEmpty());
        assertTrue(pending.add(new TestExchange("")) > 0);
    }
}
