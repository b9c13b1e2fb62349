// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The producer's end of a stream. It ends once; what comes later is dropped. Thread-safe, in the order of the calls.
 *
 * @param <T> the type of the items
 */
@ProviderType
public interface StreamContext<T> {
    /**
     * Adds an item. When the buffer is full: {@code BUFFER} waits for the consumer, {@code DROP} discards the item and
     * counts it, {@code ERROR} ends the stream and throws. After the end it does nothing.
     *
     * @param item not null
     * @throws TransportException BACK_PRESSURED
     */
    void emit(T item);

    /**
     * Adds an item if there is room now.
     *
     * @param item not null
     * @return whether it was added
     */
    boolean tryEmit(T item);

    /**
     * Ends the stream with a failure, after what was emitted.
     *
     * @param failure what the consumer gets
     */
    void error(TransportException failure);

    /** Ends the stream, after what was emitted. */
    void end();

    /** {@return whether the consumer gave up} */
    boolean isCancelled();
}
