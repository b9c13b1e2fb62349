// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import java.util.concurrent.locks.LockSupport;

/** Counts what arrives on one thread; another sleeps until enough has. */
final class Arrivals {
    private volatile long awaited = Long.MAX_VALUE;
    private volatile Thread waiter;
    private volatile long count;
    private long expected;

    /** One more has arrived. On the arrivals' one thread. */
    void add() {
        long now = count + 1;
        count = now;
        if (now >= awaited) {
            LockSupport.unpark(waiter);
        }
    }

    /** Sleeps until so many more have arrived than at the end of the last call. On one thread. */
    void await(long more) {
        expected += more;
        waiter = Thread.currentThread();
        awaited = expected;
        while (count < expected) {
            LockSupport.park(this);
        }
        awaited = Long.MAX_VALUE;
    }
}
