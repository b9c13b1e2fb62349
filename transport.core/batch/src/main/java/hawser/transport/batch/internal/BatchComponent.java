// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.Batching;
import hawser.transport.Exchange;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Batching as a service. When it leaves, what waits is dispatched. */
@Component
public final class BatchComponent implements Batching {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, action -> {
        Thread thread = new Thread(action, "hawser-batch");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<LaneQueue> queues = ConcurrentHashMap.newKeySet();

    @Activate
    public BatchComponent() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @Deactivate
    void deactivate() {
        queues.forEach(LaneQueue::close);
        timer.shutdownNow();
    }

    @Override
    public Queue open(Consumer<List<Exchange>> dispatch) {
        LaneQueue queue = new LaneQueue(dispatch, timer, queues::remove);
        queues.add(queue);
        return queue;
    }
}
