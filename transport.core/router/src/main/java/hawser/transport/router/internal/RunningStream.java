// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.TransportException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One stream between its origin and its consumer, which can also fail from here. Thread-safe.
 *
 * @param <T> the type of the items
 */
final class RunningStream<T> implements Flow.Subscriber<T>, Flow.Subscription {
    /*
     * The origin's signals come one after the other, a failure from here at any time. So `signals` is raised for each
     * item while its signal is made, and once, for good, by the end. Who raises it from 0 for the end signals it; if an
     * item is under way, whoever signals that finds it raised still and signals the end next.
     *
     * `end` is set once: to a failure, to COMPLETED, or to CANCELLED, which nobody is told.
     */
    private static final Object COMPLETED = new Object();
    private static final Object CANCELLED = new Object();

    private final RunningStreams running;
    private final BundleTransport sender;
    private final StreamRoute route;
    private final Flow.Subscriber<? super T> consumer;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<Object> end = new AtomicReference<>();
    private Flow.Subscription origin;

    RunningStream(RunningStreams running, BundleTransport sender, StreamRoute route,
            Flow.Subscriber<? super T> consumer) {
        this.running = running;
        this.sender = sender;
        this.route = route;
        this.consumer = consumer;
    }

    BundleTransport sender() {
        return sender;
    }

    StreamRoute route() {
        return route;
    }

    boolean hasEnded() {
        return end.get() != null;
    }

    /** Cancels it at its origin and tells the consumer why. */
    void fail(TransportException reason) {
        origin.cancel();
        finish(reason);
    }

    /** It runs from here on, also if those it belongs to left meanwhile. */
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        origin = subscription;
        consumer.onSubscribe(this);
        running.add(this);
        route.failIfLeft(this);
        sender.failIfClosed(this);
    }

    @Override
    public void onNext(T item) {
        if (!signals.compareAndSet(0, 1)) {
            return;
        }
        try {
            consumer.onNext(item);
        } catch (Throwable e) {
            settle(CANCELLED);
            throw e;
        }
        if (signals.decrementAndGet() != 0) {
            signalEnd();
        }
    }

    @Override
    public void onError(Throwable reason) {
        finish(reason);
    }

    @Override
    public void onComplete() {
        finish(COMPLETED);
    }

    @Override
    public void request(long count) {
        origin.request(count);
    }

    @Override
    public void cancel() {
        settle(CANCELLED);
        origin.cancel();
    }

    private boolean settle(Object how) {
        boolean first = end.compareAndSet(null, how);
        running.remove(this);
        return first;
    }

    private void finish(Object how) {
        if (settle(how) && signals.getAndIncrement() == 0) {
            signalEnd();
        }
    }

    private void signalEnd() {
        if (end.get() instanceof Throwable reason) {
            consumer.onError(reason);
        } else {
            consumer.onComplete();
        }
    }
}
