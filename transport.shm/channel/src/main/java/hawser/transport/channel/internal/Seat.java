// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.Offering;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/** How often a thread is within: a thread's own, which nobody else writes, or that of all who have none. */
final class Seat extends WeakReference<Thread> implements Offering {
    /** For whoever need not be told from others. */
    static final Seat OF_ALL = new Seat(null, -1);
    private static final VarHandle WITHIN = MethodHandles.arrayElementVarHandle(long[].class);
    /** Keeps the words of two seats off one cache line. */
    private static final int MIDDLE = 8;

    private final int number;
    private final long[] within = new long[2 * MIDDLE];

    private Seat(Thread thread, int number) {
        super(thread);
        this.number = number;
    }

    static Seat ofThread(Thread thread, int number) {
        return new Seat(thread, number);
    }

    /** One more that all others share. */
    static Seat ofAll() {
        return new Seat(null, -1);
    }

    boolean isOfAll() {
        return number < 0;
    }

    /** Of those of a {@link Pins} this one, from 0; no other thread has it as long as its own lives. */
    int number() {
        return number;
    }

    /** By its thread. The store may still be on its way when this returns, unless the seat is of all. */
    void enter() {
        if (isOfAll()) {
            WITHIN.getAndAdd(within, MIDDLE, 1L);
        } else {
            WITHIN.setOpaque(within, MIDDLE, within[MIDDLE] + 1);
        }
    }

    /** By its thread. */
    void leave() {
        if (isOfAll()) {
            WITHIN.getAndAdd(within, MIDDLE, -1L);
        } else {
            // release: pairs with the acquire in isEmpty(); whatever was done within comes before
            WITHIN.setRelease(within, MIDDLE, within[MIDDLE] - 1);
        }
    }

    @Override
    public void close() {
        leave();
    }

    boolean isEmpty() {
        return (long) WITHIN.getAcquire(within, MIDDLE) == 0;
    }

    boolean isOfTheDead() {
        Thread thread = get();
        return !isOfAll() && (thread == null || !thread.isAlive());
    }
}
