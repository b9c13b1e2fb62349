// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchOptions;
import hawser.transport.Batching;
import hawser.transport.ErrorCode;
import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that were sent together: merged when they begin, ended when all of them have. Thread-safe. */
final class Envelope {
    private final Lane lane;
    private final List<Exchange> requests;
    private final Batching.Dispatcher dispatcher;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** The first dispatch and those of followers whose leader was given up. */
    private final AtomicInteger parts = new AtomicInteger(1);
    private final AtomicBoolean passedOn = new AtomicBoolean();
    private final boolean heldUp;
    private volatile List<Group> groups = List.of();
    /** Whether it may begin; guarded by its lane. */
    private boolean free;

    /** One that is held up may not begin before its dispatcher knows. */
    Envelope(Lane lane, List<Exchange> requests, Batching.Dispatcher dispatcher, boolean heldUp) {
        this.lane = lane;
        this.requests = requests;
        this.dispatcher = dispatcher;
        this.heldUp = heldUp;
        this.free = !heldUp;
    }

    boolean isHeldUp() {
        return heldUp;
    }

    /** Tells the dispatcher that it is held up. */
    void holdUp() {
        dispatcher.holdUp(requests);
    }

    boolean isFree() {
        return free;
    }

    void free() {
        free = true;
    }

    /** Completes when every request in it has ended, those that were shared too. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Merges and dispatches; if merging fails, its requests do, and the lane goes on. */
    void begin(BatchOptions options) {
        List<Exchange> leaders;
        try {
            Merging.Merged merged = Merging.of(options).merge(open());
            groups = merged.groups();
            leaders = merged.leaders();
            lane.merged(requests.size() - leaders.size());
            groups.forEach(group -> group.follow(this::again));
        } catch (RuntimeException | Error e) {
            failAll(e);
            leaders = List.of();
        }
        if (leaders.isEmpty()) {
            partEnded();
        } else {
            dispatcher.dispatch(leaders, options.isNatural() ? () -> { } : this::passOn, this::partEnded);
        }
    }

    /** Those that nobody gave up while they waited. */
    private List<Exchange> open() {
        for (Exchange request : requests) {
            if (request.isDone()) {
                return requests.stream().filter(each -> !each.isDone()).toList();
            }
        }
        return requests;
    }

    private void failAll(Throwable thrown) {
        for (Exchange request : requests) {
            request.fail(TransportException.of(ErrorCode.BATCH_FAILED,
                    "the envelope of " + requests.size() + " requests could not be begun: " + thrown,
                    request.event().name(), null, thrown));
        }
    }

    /** Followers that have to be executed after all. */
    private void again(List<Exchange> leaders) {
        parts.incrementAndGet();
        dispatcher.dispatch(leaders, () -> { }, this::partEnded);
    }

    private void partEnded() {
        groups.forEach(group -> group.follow(this::again));
        if (parts.decrementAndGet() == 0) {
            lane.ended(this);
            ended.complete(null);
            passOn();
        }
    }

    private void passOn() {
        if (passedOn.compareAndSet(false, true)) {
            lane.next();
        }
    }
}
