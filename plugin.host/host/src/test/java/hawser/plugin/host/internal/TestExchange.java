// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.RequestContext;
import hawser.transport.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request that a test makes, an object as JSON, and that ends once, as the router's do. */
final class TestExchange implements Exchange {
    static final Event<Object, byte[]> EVENT = Events.defineNamed("a:b:c").define(Object.class, byte[].class);
    static final Event<Object, Void> NOTIFICATION = Events.defineNamed("a:b:d").define(Object.class);

    private final CompletableFuture<Object> outcome = new CompletableFuture<>();
    private final Event<?, ?> event;
    private final Object payload;
    private final long deadlineMs;
    private volatile Runnable onLook = () -> { };

    TestExchange(Object payload) {
        this(payload, Long.MAX_VALUE);
    }

    TestExchange(Object payload, long deadlineMs) {
        this(EVENT, payload, deadlineMs);
    }

    private TestExchange(Event<?, ?> event, Object payload, long deadlineMs) {
        this.event = event;
        this.payload = payload;
        this.deadlineMs = deadlineMs;
    }

    static TestExchange notification(Object payload) {
        return new TestExchange(NOTIFICATION, payload, Long.MAX_VALUE);
    }

    /** What comes whenever somebody looks whether it has ended. */
    void onLook(Runnable action) {
        onLook = action;
    }

    /** Its answer, or the code of its failure; "open" as long as it has not ended. */
    Object end() {
        TransportException failure = failure();
        return failure != null ? failure.code() : outcome.getNow("open");
    }

    /** Null as long as it has not failed. */
    TransportException failure() {
        return (TransportException) outcome.handle((answer, failure) -> failure).getNow(null);
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
        throw new AssertionError("nobody looks at the context");
    }

    @Override
    public long deadlineMs() {
        return deadlineMs;
    }

    @Override
    public void reply(Object response) {
        outcome.complete(response);
    }

    @Override
    public void fail(TransportException reason) {
        outcome.completeExceptionally(reason);
    }

    @Override
    public boolean isDone() {
        onLook.run();
        return outcome.isDone();
    }

    @Override
    public CompletionStage<Object> outcome() {
        return outcome;
    }
}
