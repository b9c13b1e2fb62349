// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchInfo;
import hawser.transport.Batching;
import hawser.transport.Event;
import hawser.transport.Exchange;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One sender's waiting requests, a lane for each event. Thread-safe. */
final class LaneQueue implements Batching.Queue {
    private final String owner;
    private final Batching.Dispatcher dispatcher;
    private final Executor executor;
    private final Consumer<LaneQueue> onClose;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile Lane recent;
    private volatile boolean closed;

    LaneQueue(String owner, Batching.Dispatcher dispatcher, Executor executor, Consumer<LaneQueue> onClose) {
        this.owner = owner;
        this.dispatcher = dispatcher;
        this.executor = executor;
        this.onClose = onClose;
    }

    @Override
    public void add(Exchange exchange) {
        Lane lane = recent;
        if (lane == null || lane.event() != exchange.event()) {
            lane = lane(exchange.event());
            recent = lane;
        }
        lane.add(exchange);
    }

    private Lane lane(Event<?, ?> event) {
        Lane lane = lanes.computeIfAbsent(event.name(), name -> new Lane(event, owner, dispatcher, executor));
        if (closed) {
            lane.close();
        }
        return lane;
    }

    @Override
    public CompletionStage<Void> flush() {
        return flush(info -> true);
    }

    CompletableFuture<Void> flush(Predicate<BatchInfo> chosen) {
        return CompletableFuture.allOf(lanes.values().stream().filter(lane -> chosen.test(lane.info()))
                .map(Lane::flush).toArray(CompletableFuture<?>[]::new));
    }

    Stream<BatchInfo> list() {
        return lanes.values().stream().map(Lane::info);
    }

    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(Lane::close);
        onClose.accept(this);
    }
}
