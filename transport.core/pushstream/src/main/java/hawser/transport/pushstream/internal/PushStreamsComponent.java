// SPDX-License-Identifier: Apache-2.0
package hawser.transport.pushstream.internal;

import hawser.transport.StreamContext;
import hawser.transport.pushstream.PushStreams;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Flow;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.util.pushstream.PushEvent;
import org.osgi.util.pushstream.PushEventSource;
import org.osgi.util.pushstream.PushStream;
import org.osgi.util.pushstream.PushStreamProvider;
import org.osgi.util.pushstream.PushbackPolicyOption;
import org.osgi.util.pushstream.QueuePolicyOption;

/** Push streams as a service. */
@Component
public final class PushStreamsComponent implements PushStreams {
    private static final int BUFFER = 256;

    private final PushStreamProvider provider = new PushStreamProvider();

    @Activate
    public PushStreamsComponent() {
    }

    /** Whoever finds the buffer full waits; the default policy would have it wait long before, by the clock. */
    @Override
    public <T> PushStream<T> stream(Flow.Publisher<T> publisher) {
        return provider.buildStream(source(publisher))
                .withBuffer(new ArrayBlockingQueue<PushEvent<? extends T>>(BUFFER))
                .withQueuePolicy(QueuePolicyOption.BLOCK).withPushbackPolicy(PushbackPolicyOption.FIXED, 0).build();
    }

    @Override
    public <T> PushEventSource<T> source(Flow.Publisher<T> publisher) {
        Objects.requireNonNull(publisher, "publisher");
        return consumer -> {
            Subscribing<T> subscribing = new Subscribing<>(consumer);
            publisher.subscribe(subscribing);
            return subscribing;
        };
    }

    @Override
    public <T> void produce(PushStream<T> items, StreamContext<T> stream) {
        stream.keepOpen();
        stream.onCancel(items::close);
        items.forEachEvent(new Emitting<>(stream));
    }
}
