// SPDX-License-Identifier: Apache-2.0
package hawser.transport.pushstream;

import hawser.transport.StreamContext;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.util.pushstream.PushEventSource;
import org.osgi.util.pushstream.PushStream;

/** Streams of Hawser as OSGi push streams, and the other way round; a service. Thread-safe. */
@ProviderType
public interface PushStreams {
    /**
     * {@return a push stream of the publisher's items, which subscribes when it is consumed} It has a buffer of 256
     * items; while that is full, nothing more is asked of the producer. A publisher's failure is the push stream's;
     * closing the push stream, or having enough of it, cancels the subscription.
     *
     * @param <T> the type of the items
     * @param publisher as {@code Transport.stream} gives it
     */
    <T> PushStream<T> stream(Flow.Publisher<T> publisher);

    /**
     * {@return a source of the publisher's items, for a push stream of one's own making} Each opening subscribes. The
     * next item is asked for when the consumer has taken the one before: after as long as it pushed back.
     *
     * @param <T> the type of the items
     * @param publisher that allows as many subscribers as the source is opened
     */
    <T> PushEventSource<T> source(Flow.Publisher<T> publisher);

    /**
     * Lets a handler answer with a push stream: each of its items is emitted, its end or failure ends the stream, and a
     * cancelled stream closes it. Returns at once; where {@code emit} waits for room, the push stream's thread does.
     *
     * @param <T> the type of the items
     * @param items to be streamed; consumed here
     * @param stream as the handler got it
     */
    <T> void produce(PushStream<T> items, StreamContext<T> stream);
}
