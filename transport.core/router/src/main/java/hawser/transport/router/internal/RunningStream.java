// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Registration;
import hawser.transport.StreamController;
import hawser.transport.StreamListener;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One stream, which ends with its consumer's transport, with its handler, by a cancellation, and by the deadline of its
 * start. Thread-safe.
 *
 * @param <T> the type of the items
 */
final class RunningStream<T> implements Flow.Publisher<T> {
    private final StreamRoute route;
    private final Request start;
    private final Streams.OpenStream<T> stream;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** The request is that for its start: it is answered when the stream is accepted. */
    RunningStream(StreamRoute route, Request start, Streams.OpenStream<T> stream) {
        this.route = route;
        this.start = start;
        this.stream = stream;
    }

    long id() {
        return stream.id();
    }

    BundleTransport sender() {
        return start.sender();
    }

    StreamRoute route() {
        return route;
    }

    /** Cancels it at its origin and tells the consumer why. */
    void fail(TransportException reason) {
        start.fail(reason);
        stream.fail(reason);
    }

    void cancelFor(String who) {
        fail(TransportException.of(ErrorCode.STREAM_CANCELLED, who + " cancelled the stream", route.event().name()));
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        begin();
        stream.subscribe(subscriber);
    }

    StreamController listen(StreamListener<? super T> listener) {
        Objects.requireNonNull(listener, "listener");
        begin();
        return stream.listen(listener);
    }

    /** It runs from here on; those it belongs to may have left meanwhile. */
    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        start.begin();
        running().add(this);
        stream.whenEnded(this::ended);
        start.whenComplete((accepted, failure) -> notAccepted(failure));
        route.failIfLeft(this);
        sender().failIfClosed(this);
        sender().streams().failIfRefused(this);
        if (!start.isDone()) {
            ask();
        }
    }

    private void ask() {
        if (!sender().router().interceptors().let(start)) {
            fail(intercepted());
            return;
        }
        sender().router().deadlines().watch(start);
        start.options().cancellation().ifPresent(this::bind);
        start.options().idleTimeout().ifPresent(limit -> IdleWatch.over(stream, limit, sender().router()));
    }

    private RunningStreams running() {
        return sender().router().running();
    }

    /** What it fails with if an interceptor gave no other reason. */
    private TransportException intercepted() {
        return TransportException.of(ErrorCode.STREAM_CANCELLED, "a stream has no answer that an interceptor could "
                + "give: one ended it in its producer's place", route.event().name());
    }

    private void notAccepted(Throwable failure) {
        if (failure != null) {
            Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
            stream.fail((TransportException) reason);
        }
    }

    private void bind(Cancellation cancellation) {
        Registration cancelling = cancellation.onCancel(() -> cancelFor("the caller"));
        stream.whenEnded(cancelling::close);
    }

    private void ended() {
        running().remove(this);
        if (!start.isDone()) {
            start.fail(TransportException.of(ErrorCode.STREAM_CANCELLED,
                    "the stream was broken off before it was accepted", route.event().name()));
        }
    }
}
