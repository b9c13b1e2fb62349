// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the signals it gets, for a test to take; the test requests for it. */
class Recorder implements Flow.Subscriber<Integer> {
    /** Stands for completion among the signals. */
    static final Object COMPLETED = "completed";
    private static final long GENEROUS_S = 30;

    final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(Integer item) {
        signals.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
        signals.add(thrown);
    }

    @Override
    public void onComplete() {
        signals.add(COMPLETED);
    }

    void request(long count) {
        subscription.request(count);
    }

    /** The next signal; waits for it. */
    Object next() throws InterruptedException {
        Object signal = signals.poll(GENEROUS_S, SECONDS);
        assertNotNull(signal, "a signal was awaited");
        return signal;
    }

    <E extends Throwable> E nextFailure(Class<E> type) throws InterruptedException {
        return type.cast(next());
    }

    void assertNext(Object... expected) throws InterruptedException {
        for (Object each : expected) {
            assertEquals(each, next());
        }
    }
}
