// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordHandler;
import java.lang.invoke.VarHandle;

/** The two rings that lead to a renderer, read as one. For whoever holds the reader's role, but for {@link #wake()}. */
final class Inbox {
    private final RingConsumer main;
    private final RingConsumer side;
    private final SleepFlag sleeps;
    /** What was read of both when it was last settled. */
    private long settled;

    Inbox(RingMemory main, RingMemory side, Pins pins) {
        this.main = new RingConsumer(main, pins);
        this.side = new RingConsumer(side, pins);
        this.sleeps = main.consumerSleeps;
    }

    /** Hands up to {@code limit} records of each ring to the handler: how many, or {@link RingConsumer#POISONED}. */
    int poll(RecordHandler handler, int limit) {
        int taken = main.poll(handler, limit);
        if (taken < 0) {
            return taken;
        }
        int more = side.poll(handler, limit);
        return more < 0 ? more : taken + more;
    }

    /** Passes by what producers that are gone have claimed and not committed: whether there is more to read. */
    boolean passAbandoned() {
        return main.passAbandoned() | side.passAbandoned();
    }

    /** How many records the rings can hold at once. */
    int mostRecords() {
        return main.mostRecords() + side.mostRecords();
    }

    /** Asks to be woken for records to come: whether there is none yet. Then the caller may {@link #sleep}. */
    boolean watch() {
        main.publishAll();
        side.publishAll();
        sleeps.set();
        VarHandle.fullFence(); // pairs with the fence of a producer that wakes, or falls asleep
        main.wakeProducer();
        side.wakeProducer();
        return main.isEmpty() && side.isEmpty();
    }

    /** Publishes what was read, without asking to be woken: a producer that waits for room goes on, or finds it. */
    void settle() {
        long read = main.position() + side.position();
        if (read != settled) {
            settled = read;
            main.publishAll();
            side.publishAll();
            VarHandle.fullFence(); // pairs with the fence of a producer that falls asleep
            main.wakeProducer();
            side.wakeProducer();
        }
    }

    /** Asks not to be woken: somebody is looking. */
    void look() {
        sleeps.clear();
    }

    /** Sleeps until a record may be there, or that time has passed (negative: for ever). */
    void sleep(long timeoutNs) {
        sleeps.sleep(timeoutNs);
    }

    void countSleep() {
        main.countSleep();
    }

    /** Wakes who asked for it, after a record was committed on this thread that nobody was woken for. */
    void wakeIfAsleep() {
        VarHandle.fullFence();
        sleeps.wakeIfSet();
    }

    /** Wakes everybody in {@link #sleep}, and whoever was going to. */
    void wake() {
        sleeps.wake();
    }
}
