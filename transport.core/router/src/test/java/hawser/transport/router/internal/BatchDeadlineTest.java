// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.BatchOptions.Merge;
import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import hawser.transport.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A request in a batch ends when it is due, is cancelled or loses its handler, wherever it waits. */
class BatchDeadlineTest extends BatchFixture {
    private static final Duration SOON = Duration.ofMillis(80);

    private final Event<String, Integer> put = put(BatchOptions.on().withWindow(NEVER));

    private static Event<String, Integer> put(BatchOptions options) {
        return put(String.class, options);
    }

    private CompletableFuture<Integer> send(Event<String, Integer> event, String payload, Duration timeout) {
        return send(event, payload, SendOptions.defaults().withTimeout(timeout));
    }

    private CompletableFuture<Integer> send(Event<String, Integer> event, String payload, SendOptions options) {
        return transport.send(event, payload, options).toCompletableFuture();
    }

    private void handleLater(HandlerOptions options) {
        transport.onAsync(put, (payload, context) -> later(), options);
    }

    @Test
    void shouldEndOneThatIsCancelledOrDueWhileItWaitsForItsEnvelopeAndNotExecuteIt() {
        handleLater(HandlerOptions.defaults());
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Integer> cancelled =
                send(put, "a", SendOptions.defaults().withCancellation(cancellation));
        CompletableFuture<Integer> due = send(put, "b", SOON);

        cancellation.cancel();

        assertEquals(ErrorCode.CANCELLED, codeOf(cancelled));
        assertEquals(ErrorCode.TIMEOUT, codeOf(due));
        transport.flush().toCompletableFuture().join();
        assertEquals(List.of(), begun);
    }

    @Test
    void shouldTimeOutOneThatIsHeldUpByOneBeforeIt() {
        handleLater(HandlerOptions.defaults());
        CompletableFuture<Integer> hanging = send(put, "a", NEVER);
        CompletableFuture<Integer> behind = send(put, "b", SOON);
        transport.flush();

        assertEquals(ErrorCode.TIMEOUT, codeOf(behind));
        begun.get(0).complete(1);

        assertEquals(1, hanging.join());
        assertEquals(1, begun.size());
    }

    /** Its window is shorter than its time, but the envelope before does not end. */
    @Test
    void shouldTimeOutOneThatIsHeldUpByTheEnvelopeBefore() {
        Event<String, Integer> pairs = put(BatchOptions.on().withWindow(Duration.ofMillis(1)).withMaxSize(2));
        handleLater(HandlerOptions.defaults());
        CompletableFuture<Integer> hanging = send(pairs, "a", NEVER);
        CompletableFuture<Integer> alsoHanging = send(pairs, "b", NEVER);
        CompletableFuture<Integer> full = send(pairs, "c", SOON);
        CompletableFuture<Integer> alsoFull = send(pairs, "d", SOON);
        CompletableFuture<Integer> windowed = send(pairs, "e", SOON);

        for (CompletableFuture<Integer> behind : List.of(full, alsoFull, windowed)) {
            assertEquals(ErrorCode.TIMEOUT, codeOf(behind));
        }
        assertFalse(hanging.isDone() || alsoHanging.isDone());
        assertEquals(1, begun.size());
    }

    @Test
    void shouldTimeOutOneThatWaitsForANaturalWindow() {
        Event<String, Integer> natural = put(BatchOptions.on().withNaturalWindow());
        handleLater(HandlerOptions.defaults());
        CompletableFuture<Integer> hanging = send(natural, "a", NEVER);

        assertEquals(ErrorCode.TIMEOUT, codeOf(send(natural, "b", SOON)));
        assertFalse(hanging.isDone());
    }

    @Test
    void shouldTimeOutOneThatSharesAnothersExecution() {
        Event<String, Integer> shared =
                put(BatchOptions.on().withWindow(Duration.ofMillis(1)).withMerge(Merge.DEDUPE));
        handleLater(HandlerOptions.defaults());
        CompletableFuture<Integer> leader = send(shared, "a", NEVER);
        CompletableFuture<Integer> follower = send(shared, "a", SOON);

        assertEquals(ErrorCode.TIMEOUT, codeOf(follower));
        assertFalse(leader.isDone());
    }

    @Test
    void shouldCancelOneOfThoseThatAreUnderWayTogether() {
        handleLater(HandlerOptions.defaults().withConcurrentBatches());
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Integer> kept = send(put, "a", NEVER);
        CompletableFuture<Integer> cancelled =
                send(put, "b", SendOptions.defaults().withCancellation(cancellation));
        transport.flush();

        cancellation.cancel();

        assertEquals(ErrorCode.CANCELLED, codeOf(cancelled));
        assertFalse(kept.isDone());
    }

    @Test
    void shouldTimeOutWhenAHandlerOfEnvelopesHangs() {
        transport.onBatch(put, items -> new CompletableFuture<>());
        CompletableFuture<Integer> hanging = send(put, "a", SOON);
        CompletableFuture<Void> flushed = transport.flush().toCompletableFuture();

        assertEquals(ErrorCode.TIMEOUT, codeOf(hanging));
        flushed.join();
        assertTrue(hanging.isCompletedExceptionally());
    }
}
