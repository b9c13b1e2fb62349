// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;

/** Makes streams with credit. The router asks it; without this service a stream fails at once. Thread-safe. */
@ProviderType
public interface Streams {
    /** What produces a stream's items. */
    @FunctionalInterface
    interface Producer<T> {
        /**
         * Produces, on a thread of its own; returning ends the stream.
         *
         * @param stream where the items go
         * @throws Exception any; the consumer gets it as the cause
         */
        void produce(StreamContext<T> stream) throws Exception;
    }

    /**
     * A stream that begins when it is subscribed to; once only.
     *
     * @param event whose stream it is
     * @param producer called once, after the subscription
     * @return the consumer's end
     */
    <T> Flow.Publisher<T> open(Event<?, T> event, Producer<T> producer);
}
