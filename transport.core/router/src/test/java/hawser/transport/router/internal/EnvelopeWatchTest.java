// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import hawser.transport.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of one envelope that are under way together: on the wheel as one, each due by itself. */
class EnvelopeWatchTest extends ClockedBatches {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Full before its window has passed, and due after that: so nothing is watched by itself. */
    private final Event<String, Integer> three =
            put(String.class, BatchOptions.on().withWindow(Duration.ofSeconds(1)).withMaxSize(3));
    private BundleTransport handler;
    private BundleTransport sender;

    @BeforeEach
    void handleTogether() {
        handler = new BundleTransport(router, Caller.own("handler"));
        sender = new BundleTransport(router, Caller.own("sender"));
        handler.onAsync(three, (payload, context) -> later(), HandlerOptions.defaults().withConcurrentBatches());
    }

    private List<CompletableFuture<Integer>> send(Duration... timeouts) {
        List<CompletableFuture<Integer>> sent = Stream.of(timeouts).map(timeout -> sender.send(three, "k",
                SendOptions.defaults().withTimeout(timeout)).toCompletableFuture()).toList();
        assertEquals(timeouts.length, begun.size());
        return sent;
    }

    private List<Request> watched() {
        return router.deadlines().select(request -> true);
    }

    @Test
    void shouldTimeOutEachByItself() throws InterruptedException {
        List<CompletableFuture<Integer>> sent = send(LATER, LONG, SOON);
        CompletableFuture<Void> flushed = sender.flush().toCompletableFuture();
        assertEquals(3, watched().size());
        assertTrue(watched().stream().allMatch(request -> request.lane == null), "none is on the wheel by itself");

        pass(SOON);
        assertEquals(ErrorCode.TIMEOUT, codeOf(sent.get(2)));
        assertFalse(sent.get(0).isDone());
        pass(LATER.minus(SOON));
        assertEquals(ErrorCode.TIMEOUT, codeOf(sent.get(0)));
        assertFalse(sent.get(1).isDone() || flushed.isDone());
        begun.get(1).complete(3);

        assertEquals(3, sent.get(1).join());
        flushed.join();
        assertEquals(List.of(), watched());
    }

    @Test
    void shouldFailWhenTheirHandlerLeaves() {
        assertAllFailWhenItCloses(handler);
    }

    @Test
    void shouldFailWhenTheirSenderLeaves() {
        assertAllFailWhenItCloses(sender);
    }

    private void assertAllFailWhenItCloses(BundleTransport leaving) {
        List<CompletableFuture<Integer>> sent = send(LONG, LONG, LONG);
        CompletableFuture<Void> flushed = sender.flush().toCompletableFuture();

        leaving.close();

        sent.forEach(each -> assertEquals(ErrorCode.TRANSPORT_DESTROYED, codeOf(each)));
        flushed.join();
        assertEquals(List.of(), watched());
    }

    /** Time does not pass any more: they do not end because they are due. */
    @Test
    void shouldFailTheOthersWhenTheirHandlerLeavesAsOneTimesOut() throws InterruptedException {
        assertOthersFailWhenOneTimesOutAndCloses(handler);
    }

    @Test
    void shouldFailTheOthersWhenTheirSenderLeavesAsOneTimesOut() throws InterruptedException {
        assertOthersFailWhenOneTimesOutAndCloses(sender);
    }

    private void assertOthersFailWhenOneTimesOutAndCloses(BundleTransport leaving) throws InterruptedException {
        List<CompletableFuture<Integer>> sent = send(SOON, LATER, LONG);
        CountDownLatch closed = new CountDownLatch(1);
        sent.get(0).whenComplete((answer, failure) -> {
            leaving.close();
            closed.countDown();
        });

        pass(SOON);
        closed.await();

        assertEquals(ErrorCode.TIMEOUT, codeOf(sent.get(0)));
        assertTrue(sent.get(1).isDone() && sent.get(2).isDone());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, codeOf(sent.get(1)));
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, codeOf(sent.get(2)));
    }
}
