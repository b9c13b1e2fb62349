// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the requests under way and decides when an instance that has an owner stops: when its owner has gone and no
 * request is left. From that decision on nobody enters. Thread-safe.
 */
final class RequestGate {
    private final Runnable stop;
    private int inside;
    private boolean owned;
    private boolean ownerGone;
    private boolean closed;

    /** The right to carry one request out; closing it twice is the same as once. */
    final class Pass implements AutoCloseable {
        private final AtomicBoolean used = new AtomicBoolean();

        private Pass() {
        }

        @Override
        public void close() {
            if (used.compareAndSet(false, true)) {
                leave();
            }
        }
    }

    /**
     * Opens the gate.
     *
     * @param owned whether the instance has an owner
     * @param stop called once, when the owner has gone and the last request with it
     */
    RequestGate(boolean owned, Runnable stop) {
        this.owned = owned;
        this.stop = stop;
    }

    /** {@return a pass, or empty when the gate is closed} */
    synchronized Optional<Pass> enter() {
        if (closed) {
            return Optional.empty();
        }
        inside++;
        return Optional.of(new Pass());
    }

    /** Says that the owner has gone. */
    void ownerGone() {
        synchronized (this) {
            ownerGone = true;
        }
        stopIfIdle();
    }

    /**
     * Says, from inside, that the owner leaves.
     *
     * @return whether the instance stops now: it does not if it was kept or if others are inside
     */
    boolean ownerLeaves() {
        synchronized (this) {
            ownerGone = true;
            if (closed || !owned || inside > 1) {
                return closed;
            }
            closed = true;
        }
        stop.run();
        return true;
    }

    /** Lets the instance live without an owner. */
    synchronized void keep() {
        owned = false;
    }

    /** Lets nobody in any more. */
    synchronized void close() {
        closed = true;
    }

    /** Waits until nobody is inside. */
    synchronized void awaitEmpty(long limitMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        long left = deadline - System.nanoTime();
        while (inside > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }

    private void leave() {
        synchronized (this) {
            inside--;
            notifyAll();
        }
        stopIfIdle();
    }

    private void stopIfIdle() {
        synchronized (this) {
            if (closed || !owned || !ownerGone || inside > 0) {
                return;
            }
            closed = true;
        }
        stop.run();
    }
}
