// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.StreamController;
import hawser.transport.StreamListener;
import hawser.transport.TransportException;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Subscribes for a listener: asks for half a buffer whenever half a buffer has been taken.
 *
 * @param <T> the type of the items
 */
final class ListenerSubscriber<T> implements Flow.Subscriber<T>, StreamController {
    private final long id;
    private final Event<?, ?> event;
    private final StreamListener<? super T> listener;
    private final int window;
    private final int half;
    private Flow.Subscription subscription;
    private int taken;
    private volatile boolean cancelled;
    private volatile boolean ended;

    ListenerSubscriber(long id, Event<?, ?> event, StreamListener<? super T> listener) {
        this.id = id;
        this.event = event;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.window = event.stream().bufferSize();
        this.half = Math.max(1, window / 2);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        synchronized (this) {
            if (subscription == null) {
                subscription = given;
            } else {
                given.cancel();
                return;
            }
        }
        if (cancelled) {
            given.cancel();
        } else {
            given.request(window);
        }
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item, "item");
        if (cancelled) {
            return;
        }
        listener.onData(item);
        taken++;
        if (taken >= half) {
            subscription.request(taken);
            taken = 0;
        }
    }

    @Override
    public void onError(Throwable thrown) {
        Objects.requireNonNull(thrown, "thrown");
        if (end()) {
            listener.onError(thrown instanceof TransportException failure ? failure : TransportException.of(
                    ErrorCode.INTERNAL_ERROR, "the stream " + event + " failed: " + thrown, event.name(), null,
                    thrown));
        }
    }

    @Override
    public void onComplete() {
        if (end()) {
            listener.onEnd();
        }
    }

    private boolean end() {
        ended = true;
        return !cancelled;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void cancel() {
        Flow.Subscription given;
        synchronized (this) {
            cancelled = true;
            given = subscription;
        }
        if (given != null) {
            given.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean hasEnded() {
        return ended || cancelled;
    }

    @Override
    public void close() {
        cancel();
    }
}
