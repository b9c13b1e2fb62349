// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A consumer that takes items as fast as it returns. Called by one thread at a time, in order; whatever it throws
 * cancels its stream.
 *
 * @param <T> the type of the items
 */
@ConsumerType
@FunctionalInterface
public interface StreamListener<T> {
    /**
     * Takes an item; while it runs, the next ones wait.
     *
     * @param item not null
     */
    void onData(T item);

    /**
     * The stream failed; nothing follows.
     *
     * @param failure with its code
     */
    default void onError(TransportException failure) {
        // Whoever wants to know overrides this.
    }

    /** The stream ended; nothing follows. */
    default void onEnd() {
        // Whoever wants to know overrides this.
    }
}
