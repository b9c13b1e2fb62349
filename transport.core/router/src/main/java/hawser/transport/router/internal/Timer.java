// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Registration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An action that the wheel runs once, later, on its own thread. Closing it drops it. Thread-safe. */
final class Timer extends Timed implements Registration {
    private static final long LONGEST_MS = Long.MAX_VALUE / 4;

    private final long dueMs;
    private final Runnable action;
    private final AtomicBoolean done = new AtomicBoolean();

    private Timer(long dueMs, Runnable action) {
        this.dueMs = dueMs;
        this.action = action;
    }

    /** Runs it after that time, to the next tick; it must not block. */
    static Timer after(Deadlines wheel, Duration delay, Runnable action) {
        long delayMs = Math.max(1, Math.min(LONGEST_MS, TimeUnit.MILLISECONDS.convert(delay)));
        Timer timer = new Timer(wheel.nowMs() + delayMs, action);
        wheel.watch(timer);
        return timer;
    }

    @Override
    long dueMs() {
        return dueMs;
    }

    @Override
    boolean isDone() {
        return done.get();
    }

    @Override
    void timeOut() {
        if (done.compareAndSet(false, true)) {
            leaveWheel();
            action.run();
        }
    }

    @Override
    public void close() {
        done.set(true);
        leaveWheel();
    }
}
