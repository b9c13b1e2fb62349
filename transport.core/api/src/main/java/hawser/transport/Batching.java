// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Gathers requests into envelopes. The router asks it; without this service each request goes singly. Thread-safe. */
@ProviderType
public interface Batching {
    /**
     * Opens a queue.
     *
     * @param dispatch gets each envelope, in order, and ends every exchange in it; the next envelope of the same event
     *     follows when the last has ended
     * @return a queue that the caller closes
     */
    Queue open(Consumer<List<Exchange>> dispatch);

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

        /** Dispatches what waits. Idempotent. */
        @Override
        void close();
    }
}
