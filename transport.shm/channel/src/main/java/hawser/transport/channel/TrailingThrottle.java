// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A throttle on the JDK's own delayer, so that it has no thread to be closed. */
final class TrailingThrottle implements Throttle {
    /** Runs an action after a time. */
    interface Timer {
        void after(long delayNs, Runnable action);
    }

    /** One scheduled action. */
    private record Call(Runnable action, CompletableFuture<Boolean> done) {
        void run() {
            try {
                action.run();
                done.complete(true);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }
    }

    private final Timer timer;
    private final LongSupplier clock;
    private long delayNs;
    /** Tells one run's timer from the next one's. */
    private long run;
    private long dueNs;
    private Call pending;

    /**
     * A throttle by the system's clock.
     *
     * @param delay between the first call and the run
     */
    TrailingThrottle(Duration delay) {
        this(delay, TrailingThrottle::delay, System::nanoTime);
    }

    TrailingThrottle(Duration delay, Timer timer, LongSupplier clock) {
        this.timer = timer;
        this.clock = clock;
        setDelay(delay);
    }

    private static void delay(long delayNs, Runnable action) {
        CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS).execute(action);
    }

    @Override
    public CompletionStage<Boolean> schedule(Runnable action) {
        Call call = new Call(Objects.requireNonNull(action, "action"), new CompletableFuture<>());
        Call replaced;
        long started;
        long wait;
        synchronized (this) {
            replaced = pending;
            pending = call;
            started = replaced == null ? ++run : run;
            dueNs = replaced == null ? clock.getAsLong() + delayNs : dueNs;
            wait = delayNs;
        }
        if (replaced == null) {
            timer.after(wait, () -> fire(started));
        } else {
            replaced.done.complete(false);
        }
        return call.done.minimalCompletionStage();
    }

    private void fire(long started) {
        Call due;
        synchronized (this) {
            due = started == run ? pending : null;
            pending = started == run ? null : pending;
        }
        if (due != null) {
            due.run();
        }
    }

    @Override
    public CompletionStage<Boolean> runNow(Runnable action) {
        cancel();
        Call call = new Call(Objects.requireNonNull(action, "action"), new CompletableFuture<>());
        call.run();
        return call.done.minimalCompletionStage();
    }

    @Override
    public void cancel() {
        Call cancelled;
        synchronized (this) {
            cancelled = pending;
            pending = null;
            run++;
        }
        if (cancelled != null) {
            cancelled.done.complete(false);
        }
    }

    @Override
    public synchronized void setDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay must not be negative: delay=" + delay);
        }
        delayNs = delay.toNanos();
    }

    @Override
    public synchronized boolean isPending() {
        return pending != null;
    }

    @Override
    public synchronized Duration timeUntilNextRun() {
        return pending == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, dueNs - clock.getAsLong()));
    }
}
