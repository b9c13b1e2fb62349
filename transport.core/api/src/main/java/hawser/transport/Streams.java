// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;

/** Makes streams with credit. The router asks it; without this service a stream fails at once. Thread-safe. */
@ProviderType
public interface Streams {
    /** What produces a stream's items. */
    @FunctionalInterface
    interface Producer<T> {
        /**
         * Produces, on a thread of its own; returning ends the stream, unless it said that the stream goes on.
         *
         * @param stream where the items go
         * @throws Exception any; the consumer gets it as the cause
         */
        void produce(StreamContext<T> stream) throws Exception;
    }

    /**
     * Between whom a stream runs.
     *
     * @param request who asks, and until when it must be accepted
     * @param timeout how long an item waits for room at most
     * @param consumer who asks, for lists
     * @param producer who handles, for lists
     * @param accepted run once, when the first item or the end comes
     */
    record Start(RequestContext request, Duration timeout, String consumer, String producer, Runnable accepted) {
        /** Checks that nothing is null. */
        public Start {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(consumer, "consumer");
            Objects.requireNonNull(producer, "producer");
            Objects.requireNonNull(accepted, "accepted");
        }
    }

    /** A stream from its opening to its end. It begins when it is subscribed or listened to; once only. */
    @ProviderType
    interface OpenStream<T> extends Flow.Publisher<T> {
        /** {@return its id} */
        long id();

        /**
         * Subscribes a listener, which takes items half a buffer at a time.
         *
         * @param listener called by one thread at a time
         * @return the consumer's hold of it
         */
        StreamController listen(StreamListener<? super T> listener);

        /**
         * Breaks it off: its producer finds it cancelled, its consumer gets this and nothing more.
         *
         * @param reason what the consumer gets
         */
        void fail(TransportException reason);

        /**
         * Runs an action when it has ended, in whatever way; at once if it has.
         *
         * @param action must not block
         */
        void whenEnded(Runnable action);

        /** {@return how it is now} */
        StreamInfo info();
    }

    /**
     * Opens a stream.
     *
     * @param event whose stream it is
     * @param start between whom it runs
     * @param producer called once, after the subscription
     * @return the stream
     */
    <T> OpenStream<T> open(Event<?, T> event, Start start, Producer<T> producer);

    /** {@return the streams that were subscribed to and have not ended, oldest first} */
    List<StreamInfo> list();
}
