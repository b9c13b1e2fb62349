// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.BatchOptions.Merge;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of requests that meet in one envelope. */
class MergingTest extends LaneFixture {
    record Put(String key, int value) {
    }

    record Unreadable(String key) {
        @Override
        public String key() {
            throw new IllegalStateException("no key today");
        }
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
}
