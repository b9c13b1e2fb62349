// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.measure.Partner;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/** References over a queue between two threads that spin, as many as the taker gave credit for: the least it can be. */
public final class QueueItems implements Operation {
    private static final Integer ITEM = 1;
    private static final int HALF = CountingSubscriber.BUFFER / 2;

    private final OneToOneConcurrentArrayQueue<Integer> queue =
            new OneToOneConcurrentArrayQueue<>(CountingSubscriber.BUFFER);
    private final AtomicLong credit = new AtomicLong();
    private final Partner partner;

    private QueueItems() {
        Cpus.unpinCaller();
        partner = new Partner();
    }

    /** {@return a queue and a partner} */
    public static Operation open() {
        return new QueueItems();
    }

    @Override
    public void run(int times) throws Exception {
        credit.set(CountingSubscriber.BUFFER);
        var end = partner.start(() -> take(times));
        long allowed = 0;
        for (int i = 0; i < times; i++) {
            while (i >= allowed) {
                allowed = credit.getAcquire();
                Thread.onSpinWait();
            }
            queue.offer(ITEM);
        }
        end.get();
    }

    private void take(int times) {
        for (int taken = 0; taken < times;) {
            if (queue.poll() == null) {
                Thread.onSpinWait();
            } else if (++taken % HALF == 0) {
                credit.setRelease(taken + CountingSubscriber.BUFFER);
            }
        }
    }

    @Override
    public void close() {
        partner.close();
    }
}
