// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.Batching;
import hawser.transport.Exchange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** One transport's waiting requests, a lane for each event. Thread-safe. */
final class LaneQueue implements Batching.Queue {
    private final Consumer<List<Exchange>> dispatch;
    private final ScheduledExecutorService timer;
    private final Consumer<LaneQueue> onClose;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    LaneQueue(Consumer<List<Exchange>> dispatch, ScheduledExecutorService timer, Consumer<LaneQueue> onClose) {
        this.dispatch = dispatch;
        this.timer = timer;
        this.onClose = onClose;
    }

    @Override
    public void add(Exchange exchange) {
        lanes.computeIfAbsent(exchange.event().name(), name -> new Lane(exchange.event().batch(), dispatch, timer))
                .add(exchange);
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.allOf(lanes.values().stream().map(Lane::flush).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void close() {
        flush();
        onClose.accept(this);
    }
}
