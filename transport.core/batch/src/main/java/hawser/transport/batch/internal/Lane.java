// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchOptions;
import hawser.transport.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The waiting requests of one event. The first of an envelope arms the window; time, size or a flush sends the
 * envelope, and the next follows when it has ended. Thread-safe.
 */
final class Lane {
    private final BatchOptions options;
    private final Consumer<List<Exchange>> dispatch;
    private final ScheduledExecutorService timer;
    private List<Exchange> waiting = new ArrayList<>();
    private Future<?> window;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    Lane(BatchOptions options, Consumer<List<Exchange>> dispatch, ScheduledExecutorService timer) {
        this.options = options;
        this.dispatch = dispatch;
        this.timer = timer;
    }

    void add(Exchange exchange) {
        if (enqueue(exchange) >= options.maxSize()) {
            flush();
        }
    }

    private synchronized int enqueue(Exchange exchange) {
        waiting.add(exchange);
        if (waiting.size() == 1) {
            window = arm();
        }
        return waiting.size();
    }

    private Future<?> arm() {
        try {
            return timer.schedule(this::flush, TimeUnit.NANOSECONDS.convert(options.window()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The service is leaving; its last flush takes this request along.
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Sends what waits; completes when this and every earlier envelope has ended. */
    CompletableFuture<Void> flush() {
        List<Exchange> envelope;
        CompletableFuture<Void> before;
        CompletableFuture<Void> ended = new CompletableFuture<>();
        synchronized (this) {
            if (waiting.isEmpty()) {
                return last;
            }
            window.cancel(false);
            envelope = waiting;
            waiting = new ArrayList<>();
            before = last;
            last = ended;
        }
        before.thenRun(() -> send(envelope, ended));
        return ended;
    }

    private void send(List<Exchange> envelope, CompletableFuture<Void> ended) {
        CompletableFuture<?>[] outcomes = envelope.stream()
                .map(exchange -> exchange.outcome().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(outcomes).whenComplete((nothing, failure) -> ended.complete(null));
        Merging.orFail(envelope, () -> dispatch.accept(Merging.of(options.merge()).merge(envelope, dispatch)));
    }
}
