// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.List;
import java.util.function.Predicate;

/** The requests of one envelope on the wheel: as one entry, which costs it no more than one request. Thread-safe. */
final class EnvelopeWatch extends Timed {
    /*
     * It is due when the first of those that are open was due when it was put on the wheel. For those that are due
     * later it is put there again before any times out, as callers do what they like then. Whoever fails what is open
     * may have looked while it was on no lane, and has said so before: that is looked at once it is there again.
     */
    private final Deadlines wheel;
    private final List<Request> requests;
    private volatile long dueMs;
    private volatile boolean ended;

    private EnvelopeWatch(Deadlines wheel, List<Request> requests) {
        this.wheel = wheel;
        this.requests = requests;
    }

    /** From now on each of them, of which there is one at least, times out. */
    static EnvelopeWatch begin(Deadlines wheel, List<Request> requests) {
        EnvelopeWatch watch = new EnvelopeWatch(wheel, requests);
        watch.goOn(Long.MIN_VALUE);
        return watch;
    }

    /** For those that are due later than that. */
    private void goOn(long afterMs) {
        long first = Long.MAX_VALUE;
        for (Request request : requests) {
            if (!request.isDone() && request.dueMs() > afterMs) {
                first = Math.min(first, request.dueMs());
            }
        }
        dueMs = first;
        if (first != Long.MAX_VALUE) {
            wheel.watch(this);
        }
    }

    /** All have ended. */
    void end() {
        ended = true;
        leaveWheel();
    }

    @Override
    long dueMs() {
        return dueMs;
    }

    @Override
    boolean isDone() {
        return ended;
    }

    @Override
    void timeOut() {
        leaveWheel();
        long now = Math.max(dueMs, wheel.nowMs());
        goOn(now);
        for (Request request : requests) {
            if (!request.isDone()) {
                request.sender().failIfLost(request);
            }
        }
        for (Request request : requests) {
            if (!request.isDone() && request.dueMs() <= now) {
                request.timeOut();
            }
        }
    }

    @Override
    void select(Predicate<Request> chosen, List<Request> found) {
        for (Request request : requests) {
            if (!request.isDone()) {
                request.select(chosen, found);
            }
        }
    }
}
