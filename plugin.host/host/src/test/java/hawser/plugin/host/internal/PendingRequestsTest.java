// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.util.ArrayDeque;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
    private static final int SIZE = 4;
    private static final int MOST = PendingRequests.MOST;
    private static final int FIRST = 256;
    private static final int THREADS = 4;

    private final LongAdder late = new LongAdder();
    private final PendingRequests pending = new PendingRequests(SIZE, late);

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
        assertEquals(1, late.sum());
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
        long name = pending.add(timedOut);
        for (int i = 1; i < SIZE; i++) {
            pending.add(new TestExchange(""));
        }
        timedOut.fail(TransportException.of(ErrorCode.TIMEOUT, "late"));

        TestExchange next = new TestExchange("");
        long nextName = pending.add(next);

        assertNull(pending.take(name));
        assertEquals(1, late.sum());
        assertSame(next, pending.take(nextName));
        assertEquals(1, late.sum());
    }

    @Test
    void shouldUseOneTableAsLongAsThatIsEnough() {
        PendingRequests large = new PendingRequests(MOST, late);
        int before = large.room();
        TestExchange open = new TestExchange("");
        long first = large.add(open);

        for (int i = 0; i < 2 * MOST; i++) {
            assertNotNull(large.take(large.add(new TestExchange(""))));
        }

        assertEquals(FIRST, before);
        assertEquals(FIRST, large.room());
        assertSame(open, large.take(first));
    }

    @Test
    void shouldHoldAsManyAsThereMayBeInTablesThatCameAsTheyWereNeeded() {
        PendingRequests large = new PendingRequests(MOST, late);
        Map<Long, TestExchange> open = new HashMap<>();
        for (int i = 0; i < MOST; i++) {
            TestExchange exchange = new TestExchange("");
            assertNull(open.put(large.add(exchange), exchange));
            assertTrue(large.room() <= Math.max(FIRST, 16 * i), "room=" + large.room());
        }

        assertEquals(PendingRequests.FULL, large.add(new TestExchange("")));
        open.forEach((name, exchange) -> assertSame(exchange, large.take(name)));
        assertTrue(large.isEmpty());
        assertEquals(0, late.sum());
    }

    @Test
    void shouldNotGrowForAFewThatStay() {
        PendingRequests large = new PendingRequests(MOST, late);
        for (int i = 0; i < FIRST; i++) {
            large.add(new TestExchange(""));
        }
        for (int i = 0; i < 2 * MOST; i++) {
            large.take(large.add(new TestExchange("")));
        }

        assertTrue(large.room() <= 8 * FIRST, "room=" + large.room());
        assertFalse(large.isEmpty());
    }

    @Test
    void shouldKeepWhatEndedInATableOfBeforeForATurnAtMost() {
        PendingRequests large = new PendingRequests(MOST, late);
        List<TestExchange> early = Stream.generate(() -> new TestExchange("")).limit(FIRST).toList();
        early.forEach(large::add);
        large.add(new TestExchange(""));
        WeakReference<TestExchange> ended = new WeakReference<>(early.get(0));
        early.forEach(exchange -> exchange.reply(null));
        early = List.of();

        for (int i = 0; i < large.room(); i++) {
            large.take(large.add(new TestExchange("")));
        }

        for (int i = 0; ended.get() != null; i++) {
            assertTrue(i < 1000, "it is still kept");
            System.gc();
        }
    }

    @Test
    void shouldBeLateWhenAPluginMadeTheNameUp() {
        PendingRequests large = new PendingRequests(MOST, late);
        TestExchange open = new TestExchange("");
        long name = large.add(open);

        for (long madeUp : new long[] {0, -1, name + 1, name + FIRST, name + MOST, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertNull(large.take(madeUp), () -> "name=" + madeUp);
        }
        assertSame(open, large.take(name));
    }

    @Test
    void shouldGiveEachThreadItsOwnWhileItGrows() throws Exception {
        PendingRequests large = new PendingRequests(MOST, late);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ended = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            ended.add(threads.submit(() -> addAndTake(large)));
        }
        for (Future<?> each : ended) {
            each.get();
        }
        threads.shutdown();

        assertTrue(large.isEmpty());
        assertEquals(0, late.sum());
    }

    private static void addAndTake(PendingRequests large) {
        Deque<Map.Entry<Long, TestExchange>> open = new ArrayDeque<>();
        for (int i = 0; i < MOST; i++) {
            TestExchange exchange = new TestExchange("");
            open.add(Map.entry(large.add(exchange), exchange));
            if (open.size() == 2 * FIRST) {
                assertSame(open.peek().getValue(), large.take(open.remove().getKey()));
            }
        }
        open.forEach(each -> assertSame(each.getValue(), large.take(each.getKey())));
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
