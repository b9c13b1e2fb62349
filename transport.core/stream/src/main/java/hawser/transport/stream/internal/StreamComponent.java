// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.Event;
import hawser.transport.StreamInfo;
import hawser.transport.Streams;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Streams as a service. When it leaves, its streams fail. */
@Component
public final class StreamComponent implements Streams {
    private final StreamPool pool = new StreamPool();

    @Activate
    public StreamComponent() {
    }

    @Deactivate
    void deactivate() {
        pool.close();
    }

    @Override
    public <T> OpenStream<T> open(Event<?, T> event, Start start, Producer<T> producer) {
        return new CreditStream<>(pool.nextId(), event, start, producer, pool);
    }

    @Override
    public List<StreamInfo> list() {
        return pool.list();
    }
}
