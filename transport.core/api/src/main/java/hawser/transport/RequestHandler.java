// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests at once.
 *
 * @param <Q> the type of the payload
 * @param <R> the type of the answer
 */
@ConsumerType
@FunctionalInterface
public interface RequestHandler<Q, R> {
    /**
     * Answers one request.
     *
     * @param payload the caller's own object: do not change it
     * @param context who asks, and until when
     * @return the answer, not null unless the event is a notification or answers {@code Void}
     * @throws Exception any; the caller gets it as the cause of a {@link TransportException}
     */
    R handle(Q payload, RequestContext context) throws Exception;
}
