// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Every open request and every timer, by the tick in which its time is up, on a wheel that one daemon thread turns.
 * Thread-safe; what ends in time is taken out at once.
 */
final class Deadlines implements AutoCloseable {
    /*
     * A tick has a lane for each of a few groups of threads, so that senders seldom meet at a lock. A deadline
     * beyond one turn of the wheel is met, not yet due, once a turn.
     *
     * The thread marks a tick as passed before it empties its lanes, and a lane refuses what comes after the mark: so a
     * request is either found by the thread or put into a later tick.
     *
     * Time is counted from the wheel's making by a clock that nobody sets: a step of the system's clock ends nothing.
     *
     * When the wheel is empty the thread parks. It says so first and looks again; whoever adds looks at that
     * afterwards.
     */
    private static final long TICK_MS = 10;
    private static final int TICKS = 1024;
    private static final int LANES = 4;
    private static final int TURNS_UNTIL_PARKED = 100;

    private final DeadlineLane[] lanes = new DeadlineLane[TICKS * LANES];
    private final Thread thread = new Thread(this::turn, "hawser-deadlines");
    private final LongSupplier clock;
    private final long originNs;
    private volatile long nowMs;
    /** How far the system's clock was ahead of the wheel's at the last tick. */
    private volatile long aheadMs;
    private volatile long passed;
    private volatile boolean parked;
    private volatile boolean closed;

    /** The clock gives nanoseconds that only ever grow, from any origin. */
    Deadlines(LongSupplier clock) {
        this.clock = clock;
        this.originNs = clock.getAsLong();
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new DeadlineLane();
        }
        tick();
        thread.setDaemon(true);
        thread.start();
    }

    /** The wheel's own time at the last tick: coarse, and cheap. */
    long nowMs() {
        return parked ? exactMs() : nowMs;
    }

    /** How long until that moment of the wheel's time; negative when it has passed. */
    long untilMs(long momentMs) {
        return momentMs - exactMs();
    }

    /** The same moment by the system's clock, as that was set at the last tick: coarse, and cheap. */
    long wallMs(long momentMs) {
        return parked ? System.currentTimeMillis() + untilMs(momentMs) : momentMs + aheadMs;
    }

    private long exactMs() {
        return (clock.getAsLong() - originNs) / 1_000_000;
    }

    boolean hasPassed(long tick) {
        return tick <= passed;
    }

    /** From now on its deadline ends it. */
    void watch(Timed timed) {
        int group = (int) Thread.currentThread().getId() & LANES - 1;
        long tick;
        do {
            tick = Math.max(timed.dueMs() / TICK_MS, passed + 1);
        } while (!lane(tick, group).add(timed, this, tick));
        if (timed.isDone()) {
            lane(tick, group).remove(timed);
        }
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private DeadlineLane lane(long tick, int group) {
        return lanes[(int) (tick % TICKS) * LANES + group];
    }

    /** The open requests that are chosen. */
    List<Request> select(Predicate<Request> chosen) {
        List<Request> found = new ArrayList<>();
        for (DeadlineLane lane : lanes) {
            lane.select(chosen, found);
        }
        return found;
    }

    private void turn() {
        for (int turns = 1; !closed; turns++) {
            LockSupport.parkNanos(this, TICK_MS * 1_000_000);
            tick();
            catchUp(nowMs / TICK_MS);
            if (turns % TURNS_UNTIL_PARKED == 0) {
                parkWhileEmpty();
            }
        }
    }

    /** After a long pause one turn meets every lane; more would meet them again. */
    private void catchUp(long now) {
        long from = Math.max(passed, now - TICKS) + 1;
        for (long tick = from; tick <= now; tick++) {
            passed = tick;
            for (int group = 0; group < LANES; group++) {
                lane(tick, group).select(timed -> timed.dueMs() / TICK_MS <= now).forEach(Timed::timeOut);
            }
        }
    }

    /** The time is right again before anybody is told to take it from here. */
    private void parkWhileEmpty() {
        parked = true;
        while (!closed && isEmpty()) {
            LockSupport.park(this);
        }
        tick();
        parked = false;
    }

    private void tick() {
        nowMs = exactMs();
        aheadMs = System.currentTimeMillis() - nowMs;
    }

    private boolean isEmpty() {
        for (DeadlineLane lane : lanes) {
            if (!lane.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
