// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.PluginIdentity;
import hawser.transport.RequestContext;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One request from its sending to its end: what the target sees as exchange, the handler as context and the caller as
 * stage. Thread-safe; ends once.
 */
final class Request implements Exchange, RequestContext {
    private final Event<?, ?> event;
    private final Object payload;
    private final Caller caller;
    private final SendOptions options;
    private final long deadlineMs;
    private final CompletableFuture<Object> result = new CompletableFuture<>();

    Request(Event<?, ?> event, Object payload, Caller caller, SendOptions options, long nowMs) {
        this.event = event;
        this.payload = payload;
        this.caller = caller;
        this.options = options;
        this.deadlineMs = nowMs + options.timeout().toMillis();
    }


    SendOptions options() {
        return options;
    }

    boolean isDone() {
        return result.isDone();
    }

    void whenEnded(Runnable action) {
        result.whenComplete((value, failure) -> action.run());
    }

    void timeOut() {
        if (!result.isDone()) {
            fail(TransportException.of(ErrorCode.TIMEOUT,
                    "an answer was required within " + options.timeout().toMillis() + " ms and none came",
                    event.name()));
        }
    }

    void cancel() {
        fail(TransportException.of(ErrorCode.CANCELLED, "the caller cancelled the request", event.name()));
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
        return this;
    }

    @Override
    public long deadlineMs() {
        return deadlineMs;
    }

    @Override
    public void reply(Object response) {
        if (response == null && needsAnswer()) {
            fail(TransportException.of(ErrorCode.NO_RESPONSE,
                    "an answer of type " + event.responseType().getTypeName()
                            + " was required and the handler gave null",
                    event.name()));
        } else {
            result.complete(response);
        }
    }

    private boolean needsAnswer() {
        return !event.isNotification() && event.responseType() != Void.class;
    }

    @Override
    public void fail(TransportException failure) {
        result.completeExceptionally(failure);
    }

    /** Ends it with whatever a handler threw; a transport's own failure is passed on as it is. */
    void failWith(Throwable thrown) {
        fail(thrown instanceof TransportException failure ? failure : TransportException.of(ErrorCode.INTERNAL_ERROR,
                "the handler of " + event + " failed: " + thrown, event.name(), null, thrown));
    }

    /** Whoever holds it can neither complete nor read it by force. */
    @Override
    public CompletionStage<Object> outcome() {
        return result.minimalCompletionStage();
    }

    @Override
    public Optional<PluginIdentity> plugin() {
        return caller.identity();
    }

    @Override
    public Duration remaining() {
        return isDone() ? Duration.ZERO : Duration.ofMillis(Math.max(0, deadlineMs - System.currentTimeMillis()));
    }

    @Override
    public boolean isCancelled() {
        return result.isCompletedExceptionally();
    }

    @Override
    public void onCancel(Runnable action) {
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                action.run();
            }
        });
    }
}
