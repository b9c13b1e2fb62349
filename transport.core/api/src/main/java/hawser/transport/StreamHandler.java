// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Produces streams.
 *
 * @param <Q> the type of the payload
 * @param <T> the type of the items
 */
@ConsumerType
@FunctionalInterface
public interface StreamHandler<Q, T> {
    /**
     * Produces one stream, on a thread of its own; it may block. Returning ends the stream, unless it ended before or
     * {@link StreamContext#keepOpen()} was called.
     *
     * @param payload the caller's own object: do not change it
     * @param stream where the items go
     * @throws Exception any; the consumer gets it as the cause of a {@link TransportException}
     */
    void produce(Q payload, StreamContext<T> stream) throws Exception;
}
