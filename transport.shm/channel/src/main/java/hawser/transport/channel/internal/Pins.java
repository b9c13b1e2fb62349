// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Keeps memory mapped while somebody reads or writes it: each access is between a pin and leaving its seat, and closing
 * waits for those under way. Nobody calls foreign code with a pin in hand, so that the wait is short. Thread-safe.
 */
final class Pins {
    /*
     * Who pins stores that he is within, and then looks at the gate; who closes that stores it, and then looks who is
     * within: between the two, both would have to fence. Pins are many and closing is rare, so whoever
     * closes has the kernel fence all threads of the process, and a pin takes plain stores to a seat of the thread's
     * own. Between its store and its look a fence that costs nothing holds the compiler.
     *
     * A seat is found by its thread's number, and is the thread's until that has ended: then whoever needs it puts his
     * own in its place. Who finds another's uses one of all others, by locked instructions: offers have their own, so
     * that holding them never waits for a crowd of readers. Where the kernel cannot fence others, each pin fences by
     * itself.
     */
    private static final int SEATS = ChannelDescriptor.SEATS;
    private static final VarHandle SEAT = MethodHandles.arrayElementVarHandle(Seat[].class);
    private static final VarHandle GATE;
    /** How far it is shut; who pins says how far it may be. */
    private static final int OPEN = 0;
    private static final int HELD = 1;
    private static final int CLOSED = 2;

    private final boolean fencing;
    private final Seat[] seats = new Seat[SEATS];
    private final Seat otherOffers = Seat.ofAll();
    private final Seat others = Seat.ofAll();
    private volatile int gate;

    static {
        try {
            GATE = MethodHandles.lookup().findVarHandle(Pins.class, "gate", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    Pins() {
        this(!NativeMemory.fencesThreads());
    }

    /** Whether each pin is to fence by itself. */
    Pins(boolean fencing) {
        this.fencing = fencing;
    }

    /** Until the seat is left the memory may be used; null once it is closed. */
    Seat pin() {
        return pin(HELD, others);
    }

    /** The same for an offer: null also while offers are held. */
    Seat pinForOffer() {
        return pin(OPEN, otherOffers);
    }

    private Seat pin(int most, Seat shared) {
        Seat seat = seat(shared);
        seat.enter();
        if (fencing) {
            VarHandle.fullFence();
        } else {
            VarHandle.releaseFence(); // for the compiler; the processor's is close()'s
        }
        if (gate <= most) {
            return seat;
        }
        seat.leave();
        return null;
    }

    private Seat seat(Seat shared) {
        Thread thread = Thread.currentThread();
        int number = (int) thread.getId() & SEATS - 1;
        Seat seat = seats[number]; // a race: but a thread finds its own seat only where it has put it
        return seat != null && seat.refersTo(thread) ? seat : take(thread, number, shared);
    }

    private Seat take(Thread thread, int number, Seat shared) {
        Seat found = (Seat) SEAT.getVolatile(seats, number);
        if (found == null || found.isOfTheDead()) {
            Seat own = Seat.ofThread(thread, number);
            return SEAT.compareAndSet(seats, number, found, own) ? own : shared;
        }
        return shared;
    }

    /** Lets no offer in from now on and waits until none is within. Idempotent. */
    void hold() {
        GATE.compareAndSet(this, OPEN, HELD);
        awaitOffers();
    }

    /** Lets offers in again, unless it is closed. Idempotent. */
    void admit() {
        GATE.compareAndSet(this, HELD, OPEN);
    }

    /** Lets nobody in from now on and waits until nobody is within. Idempotent. */
    void close() {
        gate = CLOSED;
        awaitOffers();
        awaitEmpty(others);
    }

    /** Each thread that has a seat, and each offer, has been seen outside once. */
    private void awaitOffers() {
        if (!fencing) {
            NativeMemory.fenceThreads();
        }
        for (int i = 0; i < SEATS; i++) {
            awaitEmpty((Seat) SEAT.getVolatile(seats, i));
        }
        awaitEmpty(otherOffers);
    }

    private static void awaitEmpty(Seat seat) {
        while (seat != null && !seat.isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
