// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Open requests, and timers, in no order: one of the lanes of one tick of the wheel. Guarded by its own lock. */
final class DeadlineLane {
    private Timed first;

    /** Adds one, if the wheel has not passed this lane's tick. */
    synchronized boolean add(Timed timed, Deadlines wheel, long tick) {
        if (wheel.hasPassed(tick)) {
            return false;
        }
        timed.lane = this;
        timed.behind = first;
        if (first != null) {
            first.before = timed;
        }
        first = timed;
        return true;
    }

    /** Removing what is not here does nothing. */
    synchronized void remove(Timed timed) {
        if (timed.lane != this) {
            return;
        }
        if (timed.before == null) {
            first = timed.behind;
        } else {
            timed.before.behind = timed.behind;
        }
        if (timed.behind != null) {
            timed.behind.before = timed.before;
        }
        timed.lane = null;
        timed.before = null;
        timed.behind = null;
    }

    /** Those that are chosen; they stay here until they end. */
    synchronized List<Timed> select(Predicate<Timed> chosen) {
        if (first == null) {
            return List.of();
        }
        List<Timed> found = new ArrayList<>();
        for (Timed timed = first; timed != null; timed = timed.behind) {
            if (chosen.test(timed)) {
                found.add(timed);
            }
        }
        return found;
    }

    /** Adds the requests that are chosen. */
    synchronized void select(Predicate<Request> chosen, List<Request> found) {
        for (Timed timed = first; timed != null; timed = timed.behind) {
            timed.select(chosen, found);
        }
    }

    synchronized boolean isEmpty() {
        return first == null;
    }
}
