// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.StreamController;
import hawser.transport.StreamInfo;
import hawser.transport.StreamListener;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * A stream that could not begin: every consumer gets the reason.
 *
 * @param <T> the type of the items it would have had
 */
record FailedStream<T>(TransportException reason) implements Streams.OpenStream<T> {
    /** What a consumer holds of nothing. */
    private record Ended() implements Flow.Subscription, StreamController {
        @Override
        public void request(long count) {
            // There is nothing to ask for.
        }

        @Override
        public long id() {
            return 0;
        }

        @Override
        public void cancel() {
            // There is nothing to cancel.
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasEnded() {
            return true;
        }

        @Override
        public void close() {
            cancel();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        subscriber.onSubscribe(new Ended());
        subscriber.onError(reason);
    }

    @Override
    public StreamController listen(StreamListener<? super T> listener) {
        listener.onError(reason);
        return new Ended();
    }

    @Override
    public long id() {
        return 0;
    }

    @Override
    public void fail(TransportException later) {
        // It has failed.
    }

    @Override
    public void whenEnded(Runnable action) {
        action.run();
    }

    @Override
    public StreamInfo info() {
        return new StreamInfo(0, reason.eventName().orElse(""), "", "", 0, 0, 0, 0, Duration.ZERO);
    }
}
