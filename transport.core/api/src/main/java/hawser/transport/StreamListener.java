// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A consumer that takes items as fast as it returns. Called in order, by one thread at a time, which is neither the
 * producer's nor that of who listens; it may block, and holds up its own stream so. Whatever it throws cancels that.
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
