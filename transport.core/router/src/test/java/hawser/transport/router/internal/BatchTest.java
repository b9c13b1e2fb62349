// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchItem;
import hawser.transport.BatchOptions;
import hawser.transport.BatchOptions.Merge;
import hawser.transport.BatchResult;
import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.HandlerOptions;
import hawser.transport.Registration;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batched requests from their sending to their handlers, over the real batch service. */
class BatchTest extends BatchFixture {
    private final Event<Put, Integer> put = put(BatchOptions.on().withWindow(NEVER));

    record Put(String key, int value) {
    }

    private static Event<Put, Integer> put(BatchOptions options) {
        return put(Put.class, options);
    }

    private CompletableFuture<Integer> send(Event<Put, Integer> event, String key, int value) {
        return transport.send(event, new Put(key, value)).toCompletableFuture();
    }

    @Test
    void shouldBeginEachRequestWhenTheOneBeforeHasEnded() {
        transport.onAsync(put, (payload, context) -> later());
        CompletableFuture<Integer> first = send(put, "a", 1);
        CompletableFuture<Integer> second = send(put, "b", 2);
        CompletableFuture<Void> flushed = transport.flush().toCompletableFuture();
        assertEquals(1, begun.size());

        begun.get(0).complete(10);
        assertEquals(10, first.join());
        assertEquals(2, begun.size());
        assertFalse(flushed.isDone());
        begun.get(1).completeExceptionally(new IllegalStateException("no"));

        assertEquals(ErrorCode.INTERNAL_ERROR, codeOf(second));
        assertTrue(flushed.isDone());
    }

    /** Case 55, results out of order. */
    @Test
    void shouldBeginAllAtOnceWhenTheHandlerIsRegisteredAsConcurrent() {
        transport.onAsync(put, (payload, context) -> later(),
                HandlerOptions.defaults().withConcurrentBatches());
        List<CompletableFuture<Integer>> sent = IntStream.range(0, 50).mapToObj(i -> send(put, "k" + i, i)).toList();

        assertEquals(50, begun.size());
        begun.get(49).complete(49);
        assertEquals(49, sent.get(49).join());
        IntStream.range(0, 49).forEach(i -> begun.get(i).complete(i));

        transport.flush().toCompletableFuture().join();
    }

    @Test
    void shouldEndAnEnvelopeWhenAllHaveEndedInWhateverOrder() {
        transport.onAsync(put, (payload, context) -> later(),
                HandlerOptions.defaults().withConcurrentBatches());
        List<CompletableFuture<Integer>> sent = IntStream.range(0, 4).mapToObj(i -> send(put, "k" + i, i)).toList();
        CompletableFuture<Void> flushed = transport.flush().toCompletableFuture();

        for (int i : new int[] {3, 0, 2}) {
            begun.get(i).complete(i);
            assertTrue(sent.get(i).isDone());
            assertFalse(flushed.isDone());
        }
        begun.get(1).complete(1);

        assertTrue(flushed.isDone());
    }

    @Test
    void shouldSendWhatWaitsWhenTheWindowHasPassed() {
        Event<Put, Integer> soon = put(BatchOptions.on().withWindow(Duration.ofMillis(20)));
        transport.on(soon, (payload, context) -> payload.value());

        assertEquals(3, send(soon, "a", 3).join());
        assertEquals(1, batching.list().get(0).envelopes());
    }

    @Test
    void shouldSendWhatWaitsWhenTheTransportCloses() {
        BundleTransport handler = new BundleTransport(router, Caller.own("handler"));
        handler.on(put, (payload, context) -> payload.value());
        CompletableFuture<Integer> answer = send(put, "a", 1);
        assertFalse(answer.isDone());

        transport.close();

        assertEquals(1, answer.join());
        assertEquals(List.of(), batching.list());
        handler.close();
    }

    @Test
    void shouldSendSinglyWhenThereIsNoBatchService() {
        transport.on(put, (payload, context) -> payload.value());
        router.dropBatching(batching);

        assertEquals(1, send(put, "a", 1).join());
    }

    @Test
    void shouldFailWhatIsOpenWhenItsHandlerLeaves() {
        BundleTransport handler = new BundleTransport(router, Caller.own("handler"));
        handler.onAsync(put, (payload, context) -> later());
        CompletableFuture<Integer> first = send(put, "a", 1);
        CompletableFuture<Integer> second = send(put, "b", 1);
        transport.flush();

        handler.close();

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, codeOf(first));
        assertEquals(ErrorCode.UNKNOWN_EVENT, codeOf(second));
    }

    /** Case 55. */
    @Test
    void shouldFailAllWhenAHandlerOfEnvelopesGivesAWrongNumberOfResults() {
        for (int results : new int[] {0, 1, 3}) {
            Registration registration = transport.onBatch(put, items -> CompletableFuture.completedStage(
                    IntStream.range(0, results).mapToObj(BatchResult::of).toList()));
            CompletableFuture<Integer> first = send(put, "a", 1);
            CompletableFuture<Integer> second = send(put, "b", 1);
            transport.flush();

            assertEquals(List.of(ErrorCode.BATCH_FAILED, ErrorCode.BATCH_FAILED),
                    List.of(codeOf(first), codeOf(second)));
            registration.close();
        }
    }

    /** Case 55. */
    @Test
    void shouldGiveEachRequestItsOwnResultWhenHalfFail() {
        transport.onBatch(put, items -> CompletableFuture.completedStage(
                items.stream().map(BatchTest::half).toList()));
        CompletableFuture<Integer> good = send(put, "a", 1);
        CompletableFuture<Integer> bad = send(put, "bad", 1);
        transport.flush();

        assertEquals(1, good.join());
        assertEquals(ErrorCode.INVALID_EVENT, codeOf(bad));
    }

    private static BatchResult<Integer> half(BatchItem<Put> item) {
        return item.payload().key().equals("bad")
                ? BatchResult.failed(TransportException.of(ErrorCode.INVALID_EVENT, "not that key", "storage:kv:put"))
                : BatchResult.of(item.payload().value());
    }

    @Test
    void shouldEncodeNothingBeforeTheFlushAndNothingThatIsSupersededOrShared() {
        for (Merge merge : Merge.values()) {
            Event<Put, Integer> event = Events.defineEvent("storage").module("merge")
                    .event(merge.name().toLowerCase(Locale.ROOT)).define(Put.class, Integer.class,
                            EventOptions.defaults().withBatch(BatchOptions.on().withWindow(NEVER).withMerge(merge)));
            CountingTarget target = new CountingTarget(event);
            router.table().addOrWait(Destination.of(target, event));
            List.of(1, 1, 2, 2).forEach(value -> send(event, "a", value));
            assertEquals(0, target.encoded.size());

            transport.flush().toCompletableFuture().join();

            assertEquals(merge == Merge.QUEUE ? 4 : merge == Merge.DEDUPE ? 2 : 1, target.encoded.size(), merge.name());
            assertEquals(1, target.envelopes);
        }
    }

    /** Encodes what it is given, as one that crosses a channel does, and answers with its length. */
    private static final class CountingTarget implements Target {
        final List<byte[]> encoded = new ArrayList<>();
        int envelopes;
        private final Event<?, ?> event;
        private final Codec codec = new JsonCodec(100, 1 << 20, 1000, 1000);

        CountingTarget(Event<?, ?> event) {
            this.event = event;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public List<Event<?, ?>> events() {
            return List.of(event);
        }

        @Override
        public void accept(Exchange exchange) {
            byte[] bytes = codec.encode(exchange.payload(), Put.class);
            encoded.add(bytes);
            exchange.reply(bytes.length);
        }

        @Override
        public void acceptAll(List<Exchange> exchanges) {
            envelopes++;
            exchanges.forEach(this::accept);
        }
    }
}
