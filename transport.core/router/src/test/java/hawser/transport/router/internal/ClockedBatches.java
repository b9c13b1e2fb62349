// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Batches by a clock of the test's own, which stands still unless the test has time pass. */
abstract class ClockedBatches extends BatchFixture {
    private static final AtomicLong CLOCK_NS = new AtomicLong();

    ClockedBatches() {
        super(new Router(CLOCK_NS::get));
    }

    /** Returns when the wheel has come to that moment. */
    final void pass(Duration time) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        Timer.after(router.deadlines(), time, passed::countDown);
        CLOCK_NS.addAndGet(time.toNanos());
        passed.await();
    }
}
