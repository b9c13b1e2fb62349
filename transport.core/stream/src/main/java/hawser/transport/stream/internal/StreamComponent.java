// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Streams;
import hawser.transport.TransportException;
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
    private final Set<CreditStream<?>> streams = ConcurrentHashMap.newKeySet();

    @Activate
    public StreamComponent() {
    }

    @Deactivate
    void deactivate() {
        streams.forEach(stream -> stream.error(TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                "the stream service left before the stream ended", stream.eventName())));
        producers.shutdownNow();
    }

    @Override
    public <T> Flow.Publisher<T> open(Event<?, T> event, Producer<T> producer) {
        CreditStream<T> stream = new CreditStream<>(event, producer, producers, streams::remove);
        streams.add(stream);
        return stream;
    }
}
