// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchInfo;
import hawser.transport.Batching;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Batching as a service. When it leaves, what waits is dispatched. */
@Component
public final class BatchComponent implements Batching {
    private final ExecutorService threads = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "hawser-batch");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<LaneQueue> queues = ConcurrentHashMap.newKeySet();

    @Activate
    public BatchComponent() {
    }

    @Deactivate
    void deactivate() {
        queues.forEach(LaneQueue::close);
        threads.shutdown();
    }

    @Override
    public Queue open(String owner, Dispatcher dispatcher) {
        LaneQueue queue = new LaneQueue(owner, dispatcher, this::execute, queues::remove);
        queues.add(queue);
        return queue;
    }

    /** A window may pass while this leaves. */
    private void execute(Runnable action) {
        try {
            threads.execute(action);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    @Override
    public List<BatchInfo> list() {
        return queues.stream().flatMap(LaneQueue::list)
                .sorted(Comparator.comparing(BatchInfo::event).thenComparing(BatchInfo::owner)).toList();
    }

    @Override
    public CompletionStage<Void> flush(Predicate<BatchInfo> chosen) {
        return CompletableFuture.allOf(
                queues.stream().map(queue -> queue.flush(chosen)).toArray(CompletableFuture<?>[]::new));
    }
}
