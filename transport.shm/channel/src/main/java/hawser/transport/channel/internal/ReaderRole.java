// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordView;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The right to read a channel, which one thread has at a time: the channel's own, or a caller's. Thread-safe. */
final class ReaderRole {
    /*
     * The role is a lock that is tried, never waited for. Whoever takes it clears the sleep flag, so that producers
     * wake nobody; whoever leaves it sets the flag, looks once more, and wakes the thread if there is a record. While
     * callers read one after the other, the thread stays asleep in the kernel the whole time; or it dozes, and they
     * leave the flag alone, but leave no producer waiting for room that there is.
     *
     * A caller that leaves the role wakes the next that waits; who reads wakes those whose answers came. The thread,
     * when it finds the role taken, stands by, and is woken by the last caller that leaves.
     *
     * A thread that reads once, what was committed on itself, leaves the sleep flag alone: as long as nobody else has
     * the role, the flag is set, or the thread is awake or dozes. If somebody else has it, the flag, read after the
     * commit, tells whether that one may have looked for the last time.
     */
    private static final Logger LOG = LoggerFactory.getLogger(ReaderRole.class);
    private static final int BURST = 256;

    final Doze doze = new Doze();
    final WaitingCallers callers = new WaitingCallers();
    private final String name;
    private final Inbox inbox;
    private final Failure failure;
    private final RecordHandler handler;
    private final RecordHandler guarded = this::hand;
    private final Thread thread;
    private final AtomicReference<Thread> holder = new AtomicReference<>();
    private volatile boolean standingBy;
    private volatile boolean stopped;
    private volatile Runnable atEnd;

    /** Of a channel with that thread of its own. */
    ReaderRole(String name, Inbox inbox, RecordHandler handler, Failure failure, Thread thread) {
        this.name = name;
        this.inbox = inbox;
        this.handler = handler;
        this.failure = failure;
        this.thread = thread;
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isMine() {
        return holder.get() == Thread.currentThread();
    }

    boolean isTaken() {
        return holder.get() != null;
    }

    /** Takes it if it is free, to read until {@link #leave()}: whether it was. */
    boolean take() {
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

    /** Leaves it to whoever comes: whether the thread may sleep, since there is nothing to read. */
    boolean leave() {
        if (doze.isUnderWay() && !stopped) {
            doze.visit();
            inbox.settle();
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
        wakeNext();
        if (end != null) {
            Threads.join(thread);
            end.run();
        }
    }

    private void wakeNext() {
        if (!callers.wakeNext() && standingBy) {
            LockSupport.unpark(thread);
        }
    }

    /** By a caller that goes without having had the role: it may have been woken for it. */
    void passOn() {
        if (!isTaken()) {
            wakeNext();
        }
    }

    /** By the thread, when the role is taken: waits until nobody wants it. */
    void standBy() {
        standingBy = true;
        while ((isTaken() || !callers.isEmpty()) && !stopped) {
            LockSupport.park(this);
        }
        standingBy = false;
    }

    /** Hands over what is there, by who has the role: how many records. */
    int poll() {
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
        return isMine();
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

    /** Nobody takes the role from now on; who has it leaves it soon. */
    void halt() {
        stopped = true;
        callers.wakeAll();
    }

    /** The same within a handler; when that has returned, and the thread has ended, the action runs. */
    void haltThen(Runnable action) {
        atEnd = action;
        halt();
    }

    /** Waits for a caller that is within a handler. */
    void awaitFree() {
        callers.enter();
        WaitingCallers.Caller me = callers.queue(this::isTaken);
        while (isTaken()) {
            LockSupport.park(this);
        }
        callers.unqueue(me);
        callers.leave();
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
}
