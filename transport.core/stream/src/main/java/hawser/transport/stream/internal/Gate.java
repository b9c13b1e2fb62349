// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Where a stream's producers sleep until its consumer goes on. Thread-safe. */
final class Gate {
    /*
     * Whoever opens it looks without a fence whether anybody waits, and may so miss one who is just beginning to. Who
     * waits therefore looks again, once, a moment later: by then both see what the other wrote.
     */
    private static final long FIRST_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile int waiting;

    boolean isAwaited() {
        return waiting != 0;
    }

    /** Whether the condition came true within that time. */
    synchronized boolean await(BooleanSupplier condition, long timeoutNs) throws InterruptedException {
        long beginNs = System.nanoTime();
        waiting++;
        try {
            for (long sliceNs = FIRST_LOOK_NS; !condition.getAsBoolean(); sliceNs = Long.MAX_VALUE) {
                long leftNs = timeoutNs - (System.nanoTime() - beginNs);
                if (leftNs <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(Math.min(leftNs, sliceNs), FIRST_LOOK_NS));
            }
            return true;
        } finally {
            waiting--;
        }
    }

    /** Lets those who wait look again. */
    void open() {
        if (waiting != 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
