// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/** A stream's items for a thread that takes them: no more come than it takes. */
final class ItemQueue implements Flow.Subscriber<Object>, AutoCloseable {
    private static final int WINDOW = 32;
    private static final Object END = new Object();

    /** How a stream failed. */
    private record Failure(Throwable reason) {
    }

    private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    private volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(WINDOW);
    }

    @Override
    public void onNext(Object item) {
        signals.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
        signals.add(new Failure(thrown));
    }

    @Override
    public void onComplete() {
        signals.add(END);
    }

    /** The next item, or null at the end. */
    Object next() throws InterruptedException {
        Object signal = signals.take();
        if (signal instanceof Failure failure) {
            throw PayloadText.failure(failure.reason());
        }
        subscription.request(1);
        return signal == END ? null : signal;
    }

    /** Whoever has enough cancels. */
    @Override
    public void close() {
        subscription.cancel();
    }
}
