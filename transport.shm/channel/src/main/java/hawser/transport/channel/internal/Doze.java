// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The light sleep of a channel's thread while callers come and go too quickly for it to be of use. Thread-safe. */
final class Doze {
    /*
     * Who has read many records in one wait is about to send as many and to come back. Were the sleep flag set
     * meanwhile, the other end would wake the thread, which is only in the way of who reads anyway. So the caller
     * leaves without setting it, and for what comes when it does not come back the thread looks from time to time: when
     * nobody has read for a whole nap it reads, and sleeps until it is woken, as before.
     *
     * Callers begin it while they have the reader's role; the thread ends it without, and takes the role afterwards:
     * so what a caller leaves behind that has seen the doze under way, or begins it anew just then, is read by the
     * thread. One that has only begun does not do: the thread may be about to sleep until it is woken, and meet, too
     * late for the wake-up, the flag that another caller has set for a sleep of its own.
     */
    /** So many records read in one wait are no single answer. */
    static final int MANY = 8;
    private static final long NAP_NS = 250_000;

    private final long napNs;
    private volatile boolean begun;
    private volatile boolean asleep;
    private volatile int visits;

    Doze() {
        this(NAP_NS);
    }

    /** With naps of that length. */
    Doze(long napNs) {
        this.napNs = napNs;
    }

    /** From now on, by who has the reader's role: whether the thread, if it sleeps, must be woken to look. */
    boolean begin() {
        visit();
        begun = true;
        return !asleep;
    }

    /** Whether the thread is to look from time to time. */
    boolean isBegun() {
        return begun;
    }

    /** Whether it does: who leaves the reader's role then need not set the sleep flag. */
    boolean isUnderWay() {
        return begun && asleep;
    }

    /** Somebody has read, and has the reader's role still: only one at a time writes. */
    void visit() {
        visits = visits + 1;
    }

    /** Sleeps, by the thread, until nobody has read for a nap, or it is over. */
    void sleep(BooleanSupplier over) {
        asleep = true;
        while (begun && !over.getAsBoolean()) {
            int before = visits;
            LockSupport.parkNanos(this, napNs);
            begun = before != visits;
        }
        asleep = false;
    }
}
