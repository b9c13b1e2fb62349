// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Operation;
import hawser.transport.BatchOptions;
import hawser.transport.BatchResult;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.HandlerOptions;
import hawser.transport.Registration;
import hawser.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Requests of a batched event to a handler in Java that answers at once: an envelope is sent, then waited for. */
public final class BatchedDispatch implements Operation {
    private final Transport transport;
    private final int size;
    private final Event<Integer, Integer> event;
    private final Registration handler;
    private volatile long last;

    private BatchedDispatch(int size, BatchOptions options,
            BiFunction<Transport, Event<Integer, Integer>, Registration> handle) throws InterruptedException {
        this.transport = Services.service(Transport.class);
        this.size = size;
        this.event = Events.defineEvent("bench").module("batch").event("number").define(Integer.class, Integer.class,
                EventOptions.defaults().withBatch(options.withMaxSize(size).withWindow(Duration.ofSeconds(1))));
        this.handler = handle.apply(transport, event);
    }

    /** {@return one whose handler takes whole envelopes, as a loader does} */
    public static Operation whole(int size) throws Exception {
        return new BatchedDispatch(size, BatchOptions.on(), (transport, event) -> transport.onBatch(event,
                items -> CompletableFuture.completedStage(
                        items.stream().map(item -> BatchResult.of(item.payload())).toList())));
    }

    /** {@return one whose handler takes request by request} */
    public static Operation single(int size) throws Exception {
        return new BatchedDispatch(size, BatchOptions.on(),
                (transport, event) -> transport.on(event, (number, context) -> number));
    }

    /** {@return one that shares equal requests, of which there are none} */
    public static Operation dedupe(int size) throws Exception {
        return new BatchedDispatch(size, BatchOptions.on().withMerge(BatchOptions.Merge.DEDUPE),
                (transport, event) -> transport.on(event, (number, context) -> number,
                        HandlerOptions.defaults().withConcurrentBatches()));
    }

    @Override
    public void run(int times) throws Exception {
        long sum = 0;
        CompletionStage<?>[] open = new CompletionStage<?>[size];
        for (int done = 0; done < times; done += size) {
            int count = Math.min(size, times - done);
            for (int i = 0; i < count; i++) {
                open[i] = transport.send(event, i);
            }
            if (count < size) {
                transport.flush();
            }
            for (int i = 0; i < count; i++) {
                sum += (Integer) open[i].toCompletableFuture().join();
            }
        }
        last = sum;
    }

    @Override
    public void close() {
        handler.close();
    }
}
