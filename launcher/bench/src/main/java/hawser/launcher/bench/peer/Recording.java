// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.concurrent.atomic.AtomicLong;

/** A request that is counted when it begins and when it ends, and timed once in 64: what metrics cost by themselves. */
public final class Recording implements Operation {
    private static final int ONE_IN = 64;

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile long latencyNs;

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            boolean isTimed = (begun.getAndIncrement() & ONE_IN - 1) == 0;
            long begin = isTimed ? System.nanoTime() : 0;
            ended.getAndIncrement();
            if (isTimed) {
                latencyNs = System.nanoTime() - begin;
            }
        }
    }
}
