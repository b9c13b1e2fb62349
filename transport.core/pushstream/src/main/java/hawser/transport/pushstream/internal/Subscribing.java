// SPDX-License-Identifier: Apache-2.0
package hawser.transport.pushstream.internal;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.util.pushstream.PushEvent;
import org.osgi.util.pushstream.PushEventConsumer;

/**
 * A subscription whose items a push event consumer gets: one at a time, the next when it wants it. Closing it cancels.
 *
 * @param <T> the type of the items
 */
final class Subscribing<T> implements Flow.Subscriber<T>, AutoCloseable {
    /*
     * A consumer is told one thing at a time, and nothing after the end. Whoever tells it something makes FREE BUSY
     * first. Who closes while it is BUSY does not wait, since the consumer may be waiting for just that thread: it
     * leaves CLOSING behind, and the thread that is there tells the end.
     */
    private enum State { FREE, BUSY, CLOSING, OVER }

    private final PushEventConsumer<? super T> consumer;
    private final AtomicReference<State> state = new AtomicReference<>(State.FREE);
    private volatile Flow.Subscription subscription;

    Subscribing(PushEventConsumer<? super T> consumer) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (state.get() == State.FREE) {
            given.request(1);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(T item) {
        if (!state.compareAndSet(State.FREE, State.BUSY)) {
            return;
        }
        long wish = tell(PushEvent.data(item));
        if (wish < 0) {
            state.set(State.OVER);
            subscription.cancel();
        } else if (state.compareAndSet(State.BUSY, State.FREE)) {
            requestAfter(wish);
        } else {
            end(PushEvent.close());
        }
    }

    private void requestAfter(long delayMs) {
        if (delayMs == 0) {
            subscription.request(1);
        } else {
            CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS).execute(() -> subscription.request(1));
        }
    }

    @Override
    public void onError(Throwable thrown) {
        finish(PushEvent.error(thrown));
    }

    @Override
    public void onComplete() {
        finish(PushEvent.close());
    }

    @Override
    public void close() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
        if (!state.compareAndSet(State.BUSY, State.CLOSING)) {
            finish(PushEvent.close());
        }
    }

    private void finish(PushEvent<T> last) {
        if (state.compareAndSet(State.FREE, State.BUSY)) {
            end(last);
        }
    }

    private void end(PushEvent<T> last) {
        state.set(State.OVER);
        tell(last);
    }

    /** What a consumer throws ends it. */
    private long tell(PushEvent<T> event) {
        try {
            return consumer.accept(event);
        } catch (Exception e) {
            state.set(State.OVER);
            throw new IllegalStateException("a push event consumer must not throw: " + e, e);
        }
    }
}
