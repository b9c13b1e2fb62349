// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.List;
import java.util.function.Predicate;

/** The requests of one envelope on the wheel: as one entry, which costs it no more than one request. Thread-safe. */
final class EnvelopeWatch extends Timed {
    /*
     * It is due when the first of those that are open was due when it was put on the wheel; what is due then times out,
     * and for the rest it is put there again.
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
        watch.goOn();
        return watch;
    }

    private void goOn() {
        long first = Long.MAX_VALUE;
        for (Request request : requests) {
            if (!request.isDone()) {
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
        for (Request request : requests) {
            if (!request.isDone() && request.dueMs() <= now) {
                request.timeOut();
            }
        }
        goOn();
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
