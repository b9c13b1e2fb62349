// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Open requests in no order: one of the lanes of one tick of the wheel. Guarded by its own lock. */
final class DeadlineLane {
    private Request first;

    /** Adds a request, if the wheel has not passed this lane's tick and the request has not ended. */
    synchronized boolean add(Request request, Deadlines wheel, long tick) {
        if (wheel.hasPassed(tick)) {
            return false;
        }
        request.lane = this;
        request.behind = first;
        if (first != null) {
            first.before = request;
        }
        first = request;
        return true;
    }

    /** Removing what is not here does nothing. */
    synchronized void remove(Request request) {
        if (request.lane != this) {
            return;
        }
        if (request.before == null) {
            first = request.behind;
        } else {
            request.before.behind = request.behind;
        }
        if (request.behind != null) {
            request.behind.before = request.before;
        }
        request.lane = null;
        request.before = null;
        request.behind = null;
    }

    /** Those that are open and chosen; they stay here until they end. */
    synchronized List<Request> select(Predicate<Request> chosen) {
        if (first == null) {
            return List.of();
        }
        List<Request> found = new ArrayList<>();
        for (Request request = first; request != null; request = request.behind) {
            if (chosen.test(request)) {
                found.add(request);
            }
        }
        return found;
    }

    synchronized boolean isEmpty() {
        return first == null;
    }
}
