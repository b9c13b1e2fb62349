// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** Gathers requests into envelopes. The router asks it; without this service each request goes singly. Thread-safe. */
@ProviderType
public interface Batching {
    /**
     * Opens a queue.
     *
     * @param owner whose requests it gathers, for lists
     * @param dispatcher gets each envelope, those of one event in order
     * @return a queue that the caller closes
     */
    Queue open(String owner, Dispatcher dispatcher);

    /** {@return the events that are or were batched, by owner} */
    List<BatchInfo> list();

    /**
     * Sends what waits.
     *
     * @param chosen which events' requests
     * @return a stage that completes when all that was chosen has ended, however; it never fails
     */
    CompletionStage<Void> flush(Predicate<BatchInfo> chosen);

    /** What a queue needs of the router. */
    @ConsumerType
    interface Dispatcher {
        /**
         * Begins the requests of an envelope, in order.
         *
         * @param envelope of one event, never empty; those that have ended are left out
         * @param next run once, when the event's next envelope may begin
         * @param ended run once, when every request of this one has ended
         */
        void dispatch(List<Exchange> envelope, Runnable next, Runnable ended);

        /**
         * Says that an envelope waits longer than its window, for the one before it to pass on: its requests may be due
         * before it is dispatched. It is dispatched after this has returned.
         *
         * @param envelope of one event, never empty
         */
        default void holdUp(List<Exchange> envelope) {
            // who ends no requests by itself need not know
        }

        /**
         * Runs an action later.
         *
         * @param delay after which it runs
         * @param action must not block
         * @return closes to drop the action
         */
        Registration schedule(Duration delay, Runnable action);
    }

    /** Requests that wait for their envelope. Thread-safe. */
    @ProviderType
    interface Queue extends AutoCloseable {
        /**
         * Adds a request to the envelope of its event.
         *
         * @param exchange of an event with batching enabled
         */
        void add(Exchange exchange);

        /** {@return a stage that completes when all that was added has ended} */
        CompletionStage<Void> flush();

        /** Dispatches what waits, and from now on each request as it comes. Idempotent. */
        @Override
        void close();
    }
}
