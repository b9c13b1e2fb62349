// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.IdleStrategy;
import hawser.transport.channel.RecordHandler;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The reading of a channel from start to stop, by its own thread or by a caller that waits. One of them has the
 * {@linkplain ReaderRole reader's role} at a time. Thread-safe.
 */
final class Reading {
    /*
     * A caller that finds the role taken is registered and parked. The thread leaves the role as soon as one is.
     *
     * Memory is touched by the role's holder, and by the sleeping thread; stopping waits for both.
     */
    /** About as long as a wake-up takes: a record that comes sooner costs none. */
    private static final int SPINS = 2000;
    private static final int SPINS_PER_CLOCK = 64;
    /** About as long as the thread takes to leave the role to a caller. */
    private static final int TRIES = 200;
    /** How long a caller sleeps while a claim may lose its owner. */
    private static final long CLAIMS_CHECK_NS = 50_000_000;

    private final String name;
    private final Inbox inbox;
    private final Claims claims;
    private final int spins;
    private final Thread thread;
    private final ReaderRole role;

    Reading(String name, Inbox inbox, RecordHandler handler, IdleStrategy idle, Claims claims,
            Failure failure) {
        this.name = name;
        this.inbox = inbox;
        this.claims = claims;
        this.spins = switch (idle) {
            case BUSY -> Integer.MAX_VALUE;
            case SPIN_THEN_SLEEP -> SPINS;
            case SLEEP -> 0;
        };
        this.thread = new Thread(this::run, "hawser-reader-" + name);
        thread.setDaemon(true);
        this.role = new ReaderRole(name, inbox, handler, failure, thread);
    }

    void start() {
        thread.start();
    }

    // ---- the thread ----

    private void run() {
        boolean fresh = true;
        while (!role.isStopped()) {
            if (role.doze.isBegun()) {
                role.doze.sleep(role::isStopped);
                fresh = false;
            } else if (role.take()) {
                readAlone(fresh ? spins : 0);
                fresh = true;
            } else {
                role.standBy();
                fresh = spins == Integer.MAX_VALUE;
            }
        }
    }

    /** Reads until nothing came for so many looks, or a caller wants to; then sleeps. */
    private void readAlone(int patience) {
        int looks = 0;
        while (!role.isStopped() && role.callers.isEmpty() && looks <= patience) {
            looks = role.poll() > 0 ? 0 : looks + 1;
            Thread.onSpinWait();
        }
        boolean sleeps = looks > patience;
        if (sleeps) {
            inbox.countSleep();
        }
        if (role.leave() && sleeps) {
            inbox.sleep(-1);
        }
    }

    // ---- callers ----

    /** Reads for the caller while `unanswered`, until the deadline by {@link System#nanoTime}: whether it ended. */
    boolean awaitWhile(BooleanSupplier unanswered, long deadlineNs) {
        if (role.isMine()) {
            throw new IllegalStateException("a handler must not wait for what it would have to read: channel=" + name);
        }
        if (!readFor(unanswered, deadlineNs) && isOpen(unanswered, deadlineNs)) {
            queueFor(unanswered, deadlineNs);
        }
        return !unanswered.getAsBoolean();
    }

    /** Reads what is there, if nobody reads: whether this thread does, or is within a handler and will. */
    boolean readOnce() {
        return role.readOnce();
    }

    private boolean isOpen(BooleanSupplier unanswered, long deadlineNs) {
        return unanswered.getAsBoolean() && !role.isStopped() && deadlineNs - System.nanoTime() > 0;
    }

    private void queueFor(BooleanSupplier unanswered, long deadlineNs) {
        role.callers.enter();
        try {
            for (int i = 0; i < TRIES; i++) {
                if (readFor(unanswered, deadlineNs)) {
                    return;
                }
                Thread.onSpinWait();
            }
            parkFor(unanswered, deadlineNs);
        } finally {
            role.callers.leave();
            role.passOn();
        }
    }

    private void parkFor(BooleanSupplier unanswered, long deadlineNs) {
        WaitingCallers.Caller me = role.callers.queue(unanswered);
        try {
            while (!readFor(unanswered, deadlineNs) && isOpen(unanswered, deadlineNs)) {
                LockSupport.parkNanos(this, Math.max(1, deadlineNs - System.nanoTime()));
            }
        } finally {
            role.callers.unqueue(me);
        }
    }

    /** Takes the role, if it is free, until the wait is over: whether it was free. */
    private boolean readFor(BooleanSupplier unanswered, long deadlineNs) {
        if (!role.take()) {
            return false;
        }
        int read = 0;
        try {
            int looks = 0;
            while (unanswered.getAsBoolean() && !role.isStopped()) {
                int taken = role.poll();
                read += taken;
                looks = taken > 0 ? 0 : idle(looks, unanswered, deadlineNs);
                if (looks % SPINS_PER_CLOCK == SPINS_PER_CLOCK - 1 && deadlineNs - System.nanoTime() <= 0) {
                    break;
                }
            }
        } finally {
            doze(read);
            role.leave();
        }
        return true;
    }

    /** Before the role is left. */
    private void doze(int read) {
        if (read >= Doze.MANY && spins == SPINS && role.doze.begin()) {
            inbox.wake();
        }
    }

    private int idle(int looks, BooleanSupplier unanswered, long deadlineNs) {
        if (looks < spins) {
            Thread.onSpinWait();
            return looks == Integer.MAX_VALUE - 1 ? 0 : looks + 1;
        }
        claims.passAbandoned(); // the request may lie behind one
        long timeoutNs = deadlineNs - System.nanoTime();
        if (timeoutNs > 0 && inbox.watch() && unanswered.getAsBoolean() && !role.isStopped()) {
            inbox.countSleep();
            inbox.sleep(claims.hasAny() ? Math.min(timeoutNs, CLAIMS_CHECK_NS) : timeoutNs);
        }
        inbox.look();
        return SPINS_PER_CLOCK - 1; // asks the clock, and spins a little less than before
    }

    // ---- the end ----

    /**
     * Stops, then runs the action when nobody reads any more: at once and on this thread, unless a handler calls, in
     * which case the action runs when that has returned.
     */
    void stop(Runnable action) {
        if (role.isMine()) {
            role.haltThen(action);
            return;
        }
        role.halt();
        inbox.wake();
        LockSupport.unpark(thread);
        Threads.join(thread);
        role.awaitFree();
        action.run();
    }

    /** Delivers what was committed before it stopped, when nobody reads any more. */
    void drain(boolean peerEnded) {
        role.drain(peerEnded);
    }
}
