// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Exchange;
import java.util.ArrayList;
import java.util.List;

/** The requests of one envelope on their way: each after the one before it, or all together. */
final class EnvelopeRun {
    /*
     * A request in a batch is watched, as any other is, once it waits: when it was begun and has not ended, or when one
     * before it holds it up. One that ends as soon as it is begun costs the wheel nothing.
     */
    private final Router router;
    private final List<Exchange> envelope;
    private final Runnable next;
    private final Runnable ended;
    private Route route;
    private EnvelopeWatch watch;
    private boolean heldUp;
    private int index;

    EnvelopeRun(Router router, List<Exchange> envelope, Runnable next, Runnable ended) {
        this.router = router;
        this.envelope = envelope;
        this.next = next;
        this.ended = ended;
    }

    void begin() {
        Request first = request(0);
        route = router.table().find(first.event().name());
        Destination destination = route == null || first.event().isNotification() || route.destinations().isEmpty()
                ? null : route.destinations().get(0);
        if (destination != null && destination.takesTogether()) {
            beginTogether(destination);
        } else {
            goOn();
        }
    }

    private Request request(int i) {
        return (Request) envelope.get(i);
    }

    private void beginTogether(Destination destination) {
        List<Request> begun = admitted();
        if (!begun.isEmpty()) {
            destination.acceptAll(begun);
        }
        watchOpen(begun);
        next.run();
        endAfter(begun, begun.size());
    }

    /** Those that have not ended, but for what is watched already. */
    private void watchOpen(List<Request> begun) {
        List<Request> open = new ArrayList<>();
        for (Request request : begun) {
            if (!request.isDone() && request.beginWatch()) {
                open.add(request);
            }
        }
        if (!open.isEmpty()) {
            watch = router.watch(open);
        }
        for (Request request : begun) {
            if (!request.isDone()) {
                request.sender().failIfLost(request);
            }
        }
    }

    /** When all before that one have ended; the last is waited for first, for then most others have ended already. */
    private void endAfter(List<Request> begun, int bound) {
        int last = bound - 1;
        while (last >= 0 && begun.get(last).isDone()) {
            last--;
        }
        if (last < 0) {
            endTogether();
        } else {
            int waitedFor = last;
            begun.get(last).whenEnded(() -> endAfter(begun, waitedFor));
        }
    }

    private void endTogether() {
        if (watch != null) {
            watch.end();
        }
        ended.run();
    }

    /** Those that have not ended. All are one sender's and of one event: while it may send, none is asked by itself. */
    private List<Request> admitted() {
        boolean all = router.admits(request(0).sender().caller(), request(0).event().name());
        List<Request> admitted = new ArrayList<>(envelope.size());
        for (int i = 0; i < envelope.size(); i++) {
            Request request = request(i);
            if (!request.isDone() && (all || router.stillAdmits(request))) {
                admitted.add(request);
            }
        }
        return admitted;
    }

    /** Begins one after the other, as long as each ends at once; the one that does not goes on here when it ends. */
    private void goOn() {
        while (index < envelope.size()) {
            Request request = request(index++);
            if (router.stillAdmits(request)) {
                dispatch(request);
            }
            if (!request.isDone()) {
                watchFrom(index - 1);
                request.whenEnded(this::goOn);
                return;
            }
        }
        ended.run();
        next.run();
    }

    /** One envelope goes one way, and is asked for anew only when that has ended. */
    private void dispatch(Request request) {
        if (route == null || route.destinations().isEmpty()) {
            router.dispatch(request);
        } else if (!request.isDone()) {
            router.dispatch(request, route);
        }
    }

    private void watchFrom(int from) {
        int to = heldUp ? from + 1 : envelope.size();
        for (int i = from; i < to; i++) {
            Request request = request(i);
            if (!request.isDone()) {
                request.sender().watch(request);
            }
        }
        heldUp = true;
    }
}
