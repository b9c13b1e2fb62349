// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Batching;
import java.util.concurrent.CompletableFuture;

/** One transport's queue at the batch service of the moment. Thread-safe. */
final class BatchLane implements AutoCloseable {
    private final Router router;
    private Batching service;
    private Batching.Queue queue;

    BatchLane(Router router) {
        this.router = router;
    }

    synchronized void add(Batching batching, Request request) {
        if (batching != service) {
            close();
            service = batching;
            queue = batching.open(router::dispatchInOrder);
        }
        queue.add(request);
    }

    synchronized CompletableFuture<Void> flush() {
        return queue == null ? CompletableFuture.completedFuture(null) : queue.flush().toCompletableFuture();
    }

    @Override
    public synchronized void close() {
        if (queue != null) {
            queue.close();
            queue = null;
            service = null;
        }
    }
}
