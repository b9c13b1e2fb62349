// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.IdleStrategy;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordView;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of a channel from start to stop, by its own thread or by a caller that waits. One of them has the
 * reader's role at a time. Thread-safe.
 */
final class Reading {
    /*
     * The role is a lock that is tried, never waited for. Whoever takes it clears the sleep flag, so that producers
     * wake nobody; whoever leaves it sets the flag, looks once more, and wakes the thread if there is a record. While
     * callers read one after the other, the thread stays asleep in the kernel the whole time; or it dozes, and they
     * leave the flag alone.
     *
     * A caller that finds the role taken is registered and parked. The thread leaves the role as soon as one is; a
     * caller that leaves it wakes the next; who reads wakes those whose answers came. The thread, when it finds the
     * role taken, stands by, and is woken by the last caller that leaves.
     *
     * A thread that reads once, what was committed on itself, leaves the sleep flag alone: as long as nobody else has
     * the role, the flag is set, or the thread is awake or dozes. If somebody else has it, the flag, read after the
     * commit, tells whether that one may have looked for the last time.
     *
     * Memory is touched by the role's holder, and by the sleeping thread; stopping waits for both.
     */
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final int BURST = 256;
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
    private final Failure failure;
    private final RecordHandler handler;
    private final RecordHandler guarded = this::hand;
    private final int spins;
    private final Thread thread;
    private final AtomicReference<Thread> holder = new AtomicReference<>();
    private final WaitingCallers callers = new WaitingCallers();
    private final Doze doze = new Doze();
    private volatile boolean standingBy;
    private volatile boolean stopped;
    private volatile Runnable atEnd;

    Reading(String name, Inbox inbox, RecordHandler handler, IdleStrategy idle, Claims claims,
            Failure failure) {
        this.name = name;
        this.inbox = inbox;
        this.claims = claims;
        this.failure = failure;
        this.handler = handler;
        this.spins = switch (idle) {
            case BUSY -> Integer.MAX_VALUE;
            case SPIN_THEN_SLEEP -> SPINS;
            case SLEEP -> 0;
        };
        this.thread = new Thread(this::run, "hawser-reader-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private boolean take() {
        if (!holder.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        if (stopped) {
            release();
            return false;
        }
        inbox.look();
        return true;
    }

    /** Leaves the role to whoever comes: whether the thread may sleep, since there is nothing to read. */
    private boolean leave() {
        if (doze.isBegun() && !stopped) {
            doze.visit();
            release();
            return false;
        }
        boolean idle = inbox.watch() && !stopped;
        if (!idle) {
            inbox.wake();
        }
        release();
        return idle;
    }

    private void release() {
        Runnable end = atEnd;
        if (end != null) { // storing it each time would cost a fence
            atEnd = null;
        }
        holder.set(null);
        if (!callers.wakeNext() && standingBy) {
            LockSupport.unpark(thread);
        }
        if (end != null) {
            Threads.join(thread);
            end.run();
        }
    }

    /** Hands over what is there: how many records. */
    private int poll() {
        int taken = inbox.poll(guarded, BURST);
        if (taken == RingConsumer.POISONED) {
            failure.report(Reason.POISONED, "a ring must hold possible lengths to be read further");
            halt();
        }
        if (taken > 0) {
            callers.wakeServed();
        }
        return Math.max(0, taken);
    }

    private void hand(int type, long correlation, int key, RecordView payload) {
        try {
            handler.onRecord(type, correlation, key, payload);
        } catch (Throwable e) { // an Error, too, is the handler's, and must not end everybody's reading
            LOG.error("The handler of channel {} failed at a record of type {}", name, type, e);
        }
    }

    private void run() {
        boolean fresh = true;
        while (!stopped) {
            if (doze.isBegun()) {
                doze.sleep(() -> stopped);
                fresh = false;
            } else if (take()) {
                readAlone(fresh ? spins : 0);
                fresh = true;
            } else {
                standBy();
                fresh = spins == Integer.MAX_VALUE;
            }
        }
    }

    /** Reads until nothing came for so many looks, or a caller wants to; then sleeps. */
    private void readAlone(int patience) {
        int looks = 0;
        while (!stopped && callers.isEmpty() && looks <= patience) {
            looks = poll() > 0 ? 0 : looks + 1;
            Thread.onSpinWait();
        }
        boolean sleeps = looks > patience;
        if (sleeps) {
            inbox.countSleep();
        }
        if (leave() && sleeps) {
            inbox.sleep(-1);
        }
    }

    private void standBy() {
        standingBy = true;
        while ((holder.get() != null || !callers.isEmpty()) && !stopped) {
            LockSupport.park(this);
        }
        standingBy = false;
    }

    /** Reads for the caller while `unanswered`, until the deadline by {@link System#nanoTime}: whether it ended. */
    boolean awaitWhile(BooleanSupplier unanswered, long deadlineNs) {
        if (holder.get() == Thread.currentThread()) {
            throw new IllegalStateException("a handler must not wait for what it would have to read: channel=" + name);
        }
        if (!readFor(unanswered, deadlineNs) && isOpen(unanswered, deadlineNs)) {
            queueFor(unanswered, deadlineNs);
        }
        return !unanswered.getAsBoolean();
    }

    /** Reads what is there, if nobody reads: whether this thread does, or is within a handler and will. */
    boolean readOnce() {
        if (holder.compareAndSet(null, Thread.currentThread())) {
            try {
                readBurst();
            } finally {
                release();
            }
            return true;
        }
        return holder.get() == Thread.currentThread();
    }

    /** A handler may bring about more; whoever goes on without end leaves the rest to the thread. */
    private void readBurst() {
        int left = BURST;
        while (!stopped && poll() > 0) {
            left--;
            if (left == 0) {
                inbox.wake();
                return;
            }
        }
    }

    private boolean isOpen(BooleanSupplier unanswered, long deadlineNs) {
        return unanswered.getAsBoolean() && !stopped && deadlineNs - System.nanoTime() > 0;
    }

    private void queueFor(BooleanSupplier unanswered, long deadlineNs) {
        callers.enter();
        try {
            for (int i = 0; i < TRIES; i++) {
                if (readFor(unanswered, deadlineNs)) {
                    return;
                }
                Thread.onSpinWait();
            }
            parkFor(unanswered, deadlineNs);
        } finally {
            callers.leave();
            passOn();
        }
    }

    private void parkFor(BooleanSupplier unanswered, long deadlineNs) {
        WaitingCallers.Caller me = callers.queue(unanswered);
        try {
            while (!readFor(unanswered, deadlineNs) && isOpen(unanswered, deadlineNs)) {
                LockSupport.parkNanos(this, Math.max(1, deadlineNs - System.nanoTime()));
            }
        } finally {
            callers.unqueue(me);
        }
    }

    /** Whoever goes without having had the role may have been woken for it. */
    private void passOn() {
        if (holder.get() == null && !callers.wakeNext() && standingBy) {
            LockSupport.unpark(thread);
        }
    }

    /** Takes the role, if it is free, until the wait is over: whether it was free. */
    private boolean readFor(BooleanSupplier unanswered, long deadlineNs) {
        if (!take()) {
            return false;
        }
        int read = 0;
        try {
            int looks = 0;
            while (unanswered.getAsBoolean() && !stopped) {
                int taken = poll();
                read += taken;
                looks = taken > 0 ? 0 : idle(looks, unanswered, deadlineNs);
                if (looks % SPINS_PER_CLOCK == SPINS_PER_CLOCK - 1 && deadlineNs - System.nanoTime() <= 0) {
                    break;
                }
            }
        } finally {
            doze(read);
            leave();
        }
        return true;
    }

    /** Before the role is left. */
    private void doze(int read) {
        if (read >= Doze.MANY && spins == SPINS && doze.begin()) {
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
        if (timeoutNs > 0 && inbox.watch() && unanswered.getAsBoolean() && !stopped) {
            inbox.countSleep();
            inbox.sleep(claims.hasAny() ? Math.min(timeoutNs, CLAIMS_CHECK_NS) : timeoutNs);
        }
        inbox.look();
        return SPINS_PER_CLOCK - 1; // asks the clock, and spins a little less than before
    }

    private void halt() {
        stopped = true;
        callers.wakeAll();
    }

    /**
     * Stops, then runs the action when nobody reads any more: at once and on this thread, unless a handler calls, in
     * which case the action runs when that has returned.
     */
    void stop(Runnable action) {
        if (holder.get() == Thread.currentThread()) {
            atEnd = action;
            halt();
            return;
        }
        halt();
        inbox.wake();
        LockSupport.unpark(thread);
        Threads.join(thread);
        awaitRole();
        action.run();
    }

    /**
     * Delivers what was committed before it stopped; no more than one ring full, so that a producer that goes on cannot
     * hold it up. When nobody reads any more. If the peer is gone, what it claimed and did not commit is passed by.
     */
    void drain(boolean peerEnded) {
        int left = inbox.mostRecords();
        int taken = 1;
        while (taken > 0 && left > 0) {
            taken = inbox.poll(guarded, BURST);
            left -= Math.max(taken, 1);
            if (taken == 0 && peerEnded && inbox.passAbandoned()) {
                taken = 1;
            }
        }
        callers.wakeServed();
    }

    /** Waits for a caller that is within a handler. */
    private void awaitRole() {
        callers.enter();
        WaitingCallers.Caller me = callers.queue(() -> holder.get() != null);
        while (holder.get() != null) {
            LockSupport.park(this);
        }
        callers.unqueue(me);
        callers.leave();
    }
}
