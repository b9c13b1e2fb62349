// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchOptions;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.RequestContext;
import hawser.transport.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** An exchange that a test ends. */
final class TestExchange implements Exchange {
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
