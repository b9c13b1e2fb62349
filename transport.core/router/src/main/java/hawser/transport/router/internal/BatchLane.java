// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Batching;
import hawser.transport.Exchange;
import hawser.transport.Registration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One transport's queue at the batch service of the moment. Thread-safe. */
final class BatchLane implements Batching.Dispatcher, AutoCloseable {
    /** A service and the queue that it opened. */
    private record Opened(Batching service, Batching.Queue queue) {
    }

    private final Router router;
    private final String owner;
    private volatile Opened opened;

    BatchLane(Router router, String owner) {
        this.router = router;
        this.owner = owner;
    }

    /** A queue that was closed meanwhile takes it, too, and sends it at once. */
    void add(Batching batching, Request request) {
        Opened current = opened;
        if (current == null || current.service != batching) {
            current = open(batching);
        }
        current.queue.add(request);
    }

    private synchronized Opened open(Batching batching) {
        if (opened == null || opened.service != batching) {
            close();
            opened = new Opened(batching, batching.open(owner, this));
        }
        return opened;
    }

    @Override
    public void dispatch(List<Exchange> envelope, Runnable next, Runnable ended) {
        new EnvelopeRun(router, envelope, next, ended).begin();
    }

    /**
     * None of them has begun yet, so nobody else may be about to watch it. All are on the wheel before the first may
     * end, as its caller may take its time then; those with a cancellation have been since they were sent.
     */
    @Override
    public void holdUp(List<Exchange> envelope) {
        for (Exchange exchange : envelope) {
            Request request = (Request) exchange;
            if (request.beginWatch()) {
                router.watch(request);
            }
        }
        for (Exchange exchange : envelope) {
            Request request = (Request) exchange;
            request.sender().failIfLost(request);
        }
    }

    @Override
    public Registration schedule(Duration delay, Runnable action) {
        return Timer.after(router.deadlines(), delay, action);
    }

    CompletableFuture<Void> flush() {
        Opened current = opened;
        return current == null ? CompletableFuture.completedFuture(null) : current.queue.flush().toCompletableFuture();
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.queue.close();
            opened = null;
        }
    }
}
