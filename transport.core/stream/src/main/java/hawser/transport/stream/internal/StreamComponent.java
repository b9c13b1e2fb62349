// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.Event;
import hawser.transport.Streams;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Streams as a service. When it leaves, its streams fail. */
@Component
public final class StreamComponent implements Streams {
    private final ExecutorService producers = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "hawser-stream");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<CreditStream<?>> running = ConcurrentHashMap.newKeySet();

    @Activate
    public StreamComponent() {
    }

    @Deactivate
    void deactivate() {
        // Whoever subscribes from here on is refused by the executor, or is running already.
        producers.shutdown();
        running.forEach(CreditStream::serviceLeft);
        producers.shutdownNow();
    }

    @Override
    public <T> Flow.Publisher<T> open(Event<?, T> event, Producer<T> producer) {
        return new CreditStream<>(event, producer, producers, running);
    }
}
