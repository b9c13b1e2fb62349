// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static java.util.concurrent.TimeUnit.SECONDS;

import hawser.transport.TransportException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/** Asks for everything; signals are kept for the test to take. */
final class Collector implements Flow.Subscriber<Integer> {
    final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

    Object next() throws InterruptedException {
        return signals.poll(30, SECONDS);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Integer item) {
        signals.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
        signals.add(((TransportException) thrown).code());
    }

    @Override
    public void onComplete() {
        signals.add("completed");
    }
}
