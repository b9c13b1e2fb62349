// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.BatchOptions.Merge;
import hawser.transport.Batching;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.Registration;
import hawser.transport.RequestContext;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<List<Exchange>> envelopes = new ArrayList<>();
    private final List<Runnable> windows = new ArrayList<>();
    private final LaneQueue queue = new LaneQueue("sender", new Sent(), Runnable::run, closed -> { });

    /** Keeps what is sent, and windows for the test to let pass; an envelope ends when its requests have. */
    private final class Sent implements Batching.Dispatcher {
        @Override
        public void dispatch(List<Exchange> envelope, Runnable next, Runnable ended) {
            envelopes.add(envelope);
            CompletableFuture.allOf(envelope.stream().map(each -> each.outcome().toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)).whenComplete((nothing, failure) -> {
                        ended.run();
                        next.run();
                    });
        }

        @Override
        public Registration schedule(Duration delay, Runnable action) {
            windows.add(action);
            return () -> windows.remove(action);
        }
    }

    record Put(String key, int value) {
    }

    record Unreadable(String key) {
        @Override
        public String key() {
            throw new IllegalStateException("no key today");
        }
    }

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
    void shouldShareOneExecutionBetweenEqualPayloads() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER).withMerge(Merge.DEDUPE);
        TestExchange a1 = add(options, new Put("a", 1));
        TestExchange b = add(options, new Put("b", 1));
        TestExchange a2 = add(options, new Put("a", 1));

        queue.flush();
        a1.reply("one");

        assertEquals(List.of(List.of(a1, b)), envelopes);
        assertEquals("one", a2.answer());
    }

    @Test
    void shouldShareOneExecutionBetweenArraysAndBuffersOfEqualContent() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER).withMerge(Merge.DEDUPE);
        TestExchange array = add(options, new byte[] {1, 2});
        TestExchange buffer = add(options, ByteBuffer.wrap(new byte[] {1, 2}));
        TestExchange equalArray = add(options, new byte[] {1, 2});
        TestExchange equalBuffer = add(options, ByteBuffer.wrap(new byte[] {1, 2}));
        TestExchange otherArray = add(options, new byte[] {1, 3});

        queue.flush();
        array.reply("array");
        buffer.reply("buffer");

        assertEquals(List.of(List.of(array, buffer, otherArray)), envelopes);
        assertEquals("array", equalArray.answer());
        assertEquals("buffer", equalBuffer.answer());
    }

    @Test
    void shouldFailTheEnvelopeAndGoOnWhenAKeyCannotBeRead() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER).withMerge(Merge.LATEST);
        TestExchange good = add(options, new Put("a", 1));
        TestExchange bad = add(options, new Unreadable("a"));
        queue.flush();
        TestExchange next = add(options, new Put("a", 2));

        queue.flush();

        assertEquals(ErrorCode.BATCH_FAILED, good.failure().code());
        assertEquals(ErrorCode.BATCH_FAILED, bad.failure().code());
        assertEquals("no key today", bad.failure().getCause().getCause().getMessage());
        assertEquals(List.of(List.of(next)), envelopes);
    }

    @Test
    void shouldFailTheEnvelopeAndGoOnWhenPayloadsCannotBeCompared() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER).withMerge(Merge.DEDUPE);
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        TestExchange bad = add(options, endless);
        queue.flush();
        TestExchange next = add(options, "a");

        queue.flush();

        assertEquals(ErrorCode.BATCH_FAILED, bad.failure().code());
        assertEquals(List.of(List.of(next)), envelopes);
    }

    @Test
    void shouldAcceptAWindowOfAnyLength() {
        TestExchange a = add(BatchOptions.on().withWindow(Duration.ofSeconds(Long.MAX_VALUE)), "a");

        queue.flush();

        assertEquals(List.of(List.of(a)), envelopes);
    }

    @Test
    void shouldExecuteForTheOthersWhenTheFirstCallerGaveUp() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER).withMerge(Merge.DEDUPE);
        TestExchange a1 = add(options, "a");
        TestExchange a2 = add(options, "a");

        queue.flush();
        a1.fail(TransportException.of(ErrorCode.CANCELLED, "gave up"));

        assertEquals(List.of(List.of(a1), List.of(a2)), envelopes);
    }

    @Test
    void shouldEndAFlushOnlyWhenThoseHaveEndedThatWereExecutedForOthers() {
        BatchOptions options = BatchOptions.on().withMerge(Merge.DEDUPE);
        TestExchange leader = add(options, "a");
        TestExchange heir = add(options, "a");
        TestExchange follower = add(options, "a");
        CompletableFuture<Void> flushed = queue.flush().toCompletableFuture();

        leader.fail(TransportException.of(ErrorCode.TIMEOUT, "late"));
        assertFalse(flushed.isDone());
        heir.reply("A");

        assertEquals("A", follower.answer());
        assertTrue(flushed.isDone());
        assertEquals(2, queue.list().findFirst().orElseThrow().merged());
    }

    @Test
    void shouldLeaveOutWhatWasGivenUpWhileItWaited() {
        BatchOptions options = BatchOptions.on().withMerge(Merge.LATEST);
        TestExchange a1 = add(options, new Put("a", 1));
        TestExchange a2 = add(options, new Put("a", 2));
        a2.fail(TransportException.of(ErrorCode.CANCELLED, "gave up"));

        queue.flush();

        assertEquals(List.of(List.of(a1)), envelopes);
        assertFalse(a1.isDone());
    }

    @Test
    void shouldAskTheEventsOwnKey() {
        BatchOptions options = BatchOptions.on().withMerge(Merge.LATEST).withKey(Put.class, Put::value);
        TestExchange a1 = add(options, new Put("a", 1));
        TestExchange b1 = add(options, new Put("b", 1));
        TestExchange a2 = add(options, new Put("a", 2));

        queue.flush();

        assertEquals(List.of(List.of(b1, a2)), envelopes);
        assertEquals(ErrorCode.SUPERSEDED, a1.failure().code());
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
    void shouldExecuteTheNewestOfEachKeyInThePlaceOfTheFirst() {
        BatchOptions options = BatchOptions.on().withWindow(NEVER).withMerge(Merge.LATEST);
        TestExchange a1 = add(options, new Put("a", 1));
        TestExchange b = add(options, new Put("b", 1));
        TestExchange a2 = add(options, new Put("a", 2));

        queue.flush();

        assertEquals(List.of(List.of(a2, b)), envelopes);
        assertEquals(ErrorCode.SUPERSEDED, a1.failure().code());
        assertFalse(a2.isDone());
    }

    @Test
    void shouldDispatchWhatWaitsWhenItCloses() {
        TestExchange a = add(BatchOptions.on().withWindow(NEVER), "a");

        queue.close();

        TestExchange late = add(BatchOptions.on().withWindow(NEVER), "late");
        a.reply("A");

        assertEquals(List.of(List.of(a), List.of(late)), envelopes);
    }

    private TestExchange add(BatchOptions options, Object payload) {
        TestExchange exchange = new TestExchange(options, payload);
        queue.add(exchange);
        return exchange;
    }

    /** An exchange that a test ends. */
    private static final class TestExchange implements Exchange {
        private final Event<Object, Object> event;
        private final Object payload;
        private final CompletableFuture<Object> outcome = new CompletableFuture<>();

        TestExchange(BatchOptions options, Object payload) {
            this.event = Events.defineEvent("a").module("b").event("c")
                    .define(Object.class, Object.class, EventOptions.defaults().withBatch(options));
            this.payload = payload;
        }

        @Override
        public boolean isDone() {
            return outcome.isDone();
        }

        Object answer() {
            return outcome.getNow(null);
        }

        TransportException failure() {
            return Stream.of(outcome.handle((value, thrown) -> thrown).join())
                    .map(TransportException.class::cast).findFirst().orElseThrow();
        }

        @Override
        public Event<?, ?> event() {
            return event;
        }

        @Override
        public Object payload() {
            return payload;
        }

        @Override
        public RequestContext context() {
            throw new AssertionError("batching does not look at the context");
        }

        @Override
        public long deadlineMs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void reply(Object response) {
            outcome.complete(response);
        }

        @Override
        public void fail(TransportException failure) {
            outcome.completeExceptionally(failure);
        }

        @Override
        public CompletionStage<Object> outcome() {
            return outcome;
        }
    }
}
