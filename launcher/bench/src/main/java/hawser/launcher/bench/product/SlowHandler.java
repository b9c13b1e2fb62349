// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.peer.SlowAnswer;
import hawser.transport.BatchOptions;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.HandlerOptions;
import hawser.transport.Registration;
import hawser.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests to a handler that answers after 5 ms, until the last is answered. */
public final class SlowHandler implements Operation {
    /** They fill an envelope. */
    public static final int REQUESTS = 50;

    private final SlowAnswer answer = new SlowAnswer();
    private final Transport transport;
    private final Event<Integer, Integer> event;
    private final Registration handler;

    private SlowHandler(BatchOptions batch, HandlerOptions options) throws InterruptedException {
        transport = Services.service(Transport.class);
        event = Events.defineEvent("bench").module("batch").event("slow").define(Integer.class, Integer.class,
                EventOptions.defaults().withBatch(batch.withMaxSize(REQUESTS).withWindow(Duration.ofSeconds(1))));
        handler = transport.onAsync(event, (number, context) -> answer.later(number), options);
    }

    /** {@return with an event that is not batched} */
    public static Operation unbatched() throws Exception {
        return new SlowHandler(BatchOptions.off(), HandlerOptions.defaults());
    }

    /** {@return batched, the handler registered as concurrent} */
    public static Operation concurrent() throws Exception {
        return new SlowHandler(BatchOptions.on(), HandlerOptions.defaults().withConcurrentBatches());
    }

    /** {@return batched, the handler taking one after the other} */
    public static Operation serial() throws Exception {
        return new SlowHandler(BatchOptions.on(), HandlerOptions.defaults());
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            CompletableFuture<?>[] open = new CompletableFuture<?>[REQUESTS];
            for (int request = 0; request < REQUESTS; request++) {
                open[request] = transport.send(event, request).toCompletableFuture();
            }
            CompletableFuture.allOf(open).join();
        }
    }

    @Override
    public void close() {
        handler.close();
        answer.close();
    }
}
