// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Counts items; asks for half a buffer whenever it has had as many. */
public final class CountingSubscriber implements Flow.Subscriber<Integer> {
    /** How many items may lie between the two threads. */
    public static final int BUFFER = 256;
    private static final int HALF = BUFFER / 2;

    private final CountDownLatch end = new CountDownLatch(1);
    private Flow.Subscription subscription;
    private Throwable failure;
    private long count;

    /** Waits for the end; exactly so many must have come. */
    public void await(long expected) throws Exception {
        end.await();
        if (failure != null || count != expected) {
            throw new IllegalStateException("all items were required: expected=" + expected + ", found=" + count,
                    failure);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(BUFFER);
    }

    @Override
    public void onNext(Integer item) {
        if (++count % HALF == 0) {
            subscription.request(HALF);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        end.countDown();
    }

    @Override
    public void onComplete() {
        end.countDown();
    }
}
