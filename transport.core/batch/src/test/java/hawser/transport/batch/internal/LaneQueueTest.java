// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When what waits is sent. */
class LaneQueueTest extends LaneFixture {
    @Test
    void shouldSendAnEnvelopeWhenItIsFull() {
        BatchOptions pairs = BatchOptions.on().withWindow(NEVER).withMaxSize(2);

        TestExchange a = add(pairs, "a");
        assertTrue(envelopes.isEmpty());
        TestExchange b = add(pairs, "b");

        assertEquals(List.of(List.of(a, b)), envelopes);
    }

    @Test
    void shouldSendAnEnvelopeWhenItsWindowHasPassed() {
        TestExchange a = add(BatchOptions.on(), "a");
        TestExchange b = add(BatchOptions.on(), "b");
        assertEquals(1, windows.size());
        assertTrue(envelopes.isEmpty());

        windows.get(0).run();

        assertEquals(List.of(List.of(a, b)), envelopes);
        assertTrue(windows.isEmpty());
    }

    @Test
    void shouldSendTheNextEnvelopeOnlyWhenTheLastHasEnded() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER);
        TestExchange a = add(options, "a");
        queue.flush();
        TestExchange b = add(options, "b");
        CompletableFuture<Void> flushed = queue.flush().toCompletableFuture();
        assertEquals(List.of(List.of(a)), envelopes);

        a.reply("A");
        assertEquals(List.of(List.of(a), List.of(b)), envelopes);
        assertFalse(flushed.isDone());

        b.fail(TransportException.of(ErrorCode.TIMEOUT, "late"));
        assertTrue(flushed.isDone() && !flushed.isCompletedExceptionally());
    }

    @Test
    void shouldAcceptAWindowOfAnyLength() {
        TestExchange a = add(BatchOptions.on().withWindow(Duration.ofSeconds(Long.MAX_VALUE)), "a");

        queue.flush();

        assertEquals(List.of(List.of(a)), envelopes);
    }

    @Test
    void shouldGatherOnlyWhileAnEnvelopeIsUnderWayWhenToldTo() {
        BatchOptions options = BatchOptions.on().withNaturalWindow().withMaxSize(3);
        TestExchange a = add(options, "a");
        TestExchange b = add(options, "b");
        TestExchange c = add(options, "c");
        assertEquals(List.of(List.of(a)), envelopes);

        a.reply("A");
        assertEquals(List.of(List.of(a), List.of(b, c)), envelopes);
        b.reply("B");
        c.reply("C");
        TestExchange d = add(options, "d");

        assertEquals(List.of(d), envelopes.get(2));
        assertTrue(windows.isEmpty());
    }

    @Test
    void shouldSayWhichEnvelopesAreHeldUpByAnother() {
        BatchOptions pairs = BatchOptions.on().withWindow(NEVER).withMaxSize(2);
        TestExchange a = add(pairs, "a");
        TestExchange b = add(pairs, "b");
        assertTrue(heldUp.isEmpty());
        TestExchange c = add(pairs, "c");
        TestExchange d = add(pairs, "d");
        TestExchange e = add(pairs, "e");
        assertEquals(List.of(List.of(c, d)), heldUp);

        windows.get(0).run();
        a.reply("A");
        b.reply("B");

        assertEquals(List.of(List.of(c, d), List.of(e)), heldUp);
        assertEquals(List.of(List.of(a, b), List.of(c, d)), envelopes);
    }

    /** Whose flush has ended does what it likes, on the thread that is to begin the next. */
    @Test
    void shouldSayThatAnEnvelopeIsHeldUpByWhatIsDoneAtTheEndOfTheOneBefore() {
        BatchOptions single = BatchOptions.on().withMaxSize(1);
        TestExchange a = add(single, "a");
        TestExchange b = add(single, "b");
        CompletableFuture<Void> flushed = queue.flush().toCompletableFuture();
        together = true;
        onDispatch = () -> b.reply("B");
        List<TestExchange> sentThen = new ArrayList<>();
        flushed.thenRun(() -> sentThen.add(add(single, "c")));

        a.reply("A");

        assertEquals(List.of(List.of(b), List.copyOf(sentThen)), heldUp);
        assertEquals(List.of(List.of(a), List.of(b), List.copyOf(sentThen)), envelopes);
    }

    /** Requests may end then, and their callers wait for whomever they like. */
    @Test
    void shouldHoldNoLockWhileItSaysSo() {
        BatchOptions single = BatchOptions.on().withMaxSize(1);
        add(single, "a");
        List<Long> lanes = new ArrayList<>();
        onHoldUp = () -> lanes.add(CompletableFuture.supplyAsync(() -> queue.list().count())
                .orTimeout(60, TimeUnit.SECONDS).join());

        add(single, "b");

        assertEquals(List.of(1L), lanes);
    }

    @Test
    void shouldBeginNoEnvelopeThatIsHeldUpBeforeItHasSaidSo() {
        BatchOptions single = BatchOptions.on().withMaxSize(1);
        TestExchange a = add(single, "a");
        onHoldUp = () -> {
            a.reply("A");
            assertEquals(List.of(List.of(a)), envelopes);
        };

        TestExchange b = add(single, "b");

        assertEquals(List.of(List.of(b)), heldUp);
        assertEquals(List.of(List.of(a), List.of(b)), envelopes);
    }

    @Test
    void shouldBeginManyEnvelopesOneAfterTheOtherWithoutNesting() {
        BatchOptions single = BatchOptions.on().withMaxSize(1);
        TestExchange first = add(single, -1);
        List<TestExchange> others = IntStream.range(0, 20_000).mapToObj(i -> add(single, i)).toList();
        others.forEach(each -> each.reply("early"));
        assertEquals(1, envelopes.size());

        first.reply("A");

        assertTrue(queue.flush().toCompletableFuture().isDone());
        assertEquals(0, queue.list().findFirst().orElseThrow().underWay());
    }

    @Test
    void shouldDispatchWhatWaitsWhenItCloses() {
        TestExchange a = add(BatchOptions.on().withWindow(NEVER), "a");

        queue.close();

        TestExchange late = add(BatchOptions.on().withWindow(NEVER), "late");
        a.reply("A");

        assertEquals(List.of(List.of(a), List.of(late)), envelopes);
    }
}
