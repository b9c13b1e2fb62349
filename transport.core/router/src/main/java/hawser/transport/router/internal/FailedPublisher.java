// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.TransportException;
import java.util.Objects;
import java.util.concurrent.Flow;

/** A stream that could not begin: every subscriber gets the reason. */
record FailedPublisher<T>(TransportException reason) implements Flow.Publisher<T> {
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                // There is nothing to ask for.
            }

            @Override
            public void cancel() {
                // There is nothing to cancel.
            }
        });
        subscriber.onError(reason);
    }
}
