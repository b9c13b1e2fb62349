// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Where a stream's producers sleep until its consumer goes on. Thread-safe. */
final class Gate {
    /*
     * Whoever opens it looks without a fence whether anybody waits, and may so miss one who is just beginning to. Who
     * waits therefore looks again, once, a moment later: by then both see what the other wrote. It is opened once for
     * all who wait; those who go on waiting say so again.
     */
    private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile boolean awaited;

    boolean isAwaited() {
        return awaited;
    }

    /** Whether the condition came true within that time. */
    synchronized boolean await(BooleanSupplier condition, long timeoutNs) throws InterruptedException {
        long beginNs = System.nanoTime();
        boolean begins = true;
        while (true) {
            begins |= !awaited;
            awaited = true;
            if (condition.getAsBoolean()) {
                return true;
            }
            long leftNs = timeoutNs - (System.nanoTime() - beginNs);
            if (leftNs <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, begins ? MOMENT_NS : Math.max(leftNs, MOMENT_NS));
            begins = false;
        }
    }

    /** Lets those who wait look again. */
    void open() {
        if (awaited) {
            synchronized (this) {
                awaited = false;
                notifyAll();
            }
        }
    }
}
