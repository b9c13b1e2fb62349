// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Event<Object, Object> EVENT =
            Events.defineEvent("a").module("b").event("c").define(Object.class, Object.class);
    private static final Duration LONG = Duration.ofDays(1);

    private final Router router = new Router();
    private final Deadlines deadlines = router.deadlines();
    private final BundleTransport transport = new BundleTransport(router, Caller.own("test"));

    @AfterEach
    void close() {
        transport.close();
        router.close();
    }

    @Test
    void shouldEndOnlyWhatIsDue() {
        Request soon = watched(Duration.ofMillis(1));
        Request later = watched(LONG);
        Request nextTurn = watched(Duration.ofSeconds(11));

        CompletionException thrown =
                assertThrows(CompletionException.class, () -> soon.outcome().toCompletableFuture().join());

        assertEquals(ErrorCode.TIMEOUT, ((TransportException) thrown.getCause()).code());
        assertFalse(later.isDone());
        assertFalse(nextTurn.isDone());
        assertEquals(List.of(), deadlines.select(request -> request == soon));
    }

    @Test
    void shouldEndEveryOneOfManyThatAreDueAtOnce() {
        List<Request> requests =
                IntStream.range(0, 1000).mapToObj(i -> watched(Duration.ofMillis(1 + i % 50))).toList();

        for (Request request : requests) {
            assertThrows(CompletionException.class, () -> request.outcome().toCompletableFuture().join());
        }
        assertEquals(List.of(), deadlines.select(request -> true));
    }

    @Test
    void shouldHoldNothingThatHasEndedWhileItWasAdded() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 2000; i++) {
                    Request request = request(i, LONG);
                    if (i % 3 == 0) {
                        request.reply("early");
                    }
                    deadlines.watch(request);
                    request.reply("done");
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(List.of(), deadlines.select(request -> true));
    }

    @Test
    void shouldSelectWhatIsOpen() {
        Request first = watched(LONG);
        Request second = watched(LONG);
        first.reply("done");

        assertEquals(List.of(second), deadlines.select(request -> request.sender() == transport));
    }

    @Test
    void shouldEndWhatIsDueByItsOwnClockOnly() {
        AtomicLong clockNs = new AtomicLong(Long.MAX_VALUE - 1);
        try (Deadlines wheel = new Deadlines(clockNs::get)) {
            Request soon = request("soon", Duration.ofMillis(1));
            Request later = request("later", LONG);
            wheel.watch(soon);
            wheel.watch(later);

            clockNs.addAndGet(LONG.toNanos() / 2);

            assertThrows(CompletionException.class, () -> soon.outcome().toCompletableFuture().join());
            assertFalse(later.isDone());
        }
    }

    @Test
    void shouldGiveTheDeadlineInTheSystemsTimeToWhoAsks() {
        long before = System.currentTimeMillis();

        Request request = watched(LONG);

        assertTrue(request.deadlineMs() > before, "deadlineMs=" + request.deadlineMs());
        assertTrue(request.dueMs() < before, "dueMs=" + request.dueMs());
    }

    @Test
    void shouldAcceptATimeoutOfAnyLength() {
        Request forever = watched(Duration.ofSeconds(Long.MAX_VALUE));
        Request instant = watched(Duration.ofNanos(1));

        assertThrows(CompletionException.class, () -> instant.outcome().toCompletableFuture().join());
        assertFalse(forever.isDone());
        assertTrue(forever.deadlineMs() > System.currentTimeMillis());
    }

    private Request watched(Duration timeout) {
        Request request = request("payload", timeout);
        deadlines.watch(request);
        return request;
    }

    private Request request(Object payload, Duration timeout) {
        return Request.of(EVENT, payload, transport, SendOptions.defaults().withTimeout(timeout), null);
    }
}
