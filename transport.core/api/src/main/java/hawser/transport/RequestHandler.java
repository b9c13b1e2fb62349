// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests at once. It runs on the thread of whoever sends, so that it must not block, unless it was registered
 * as blocking: then it runs on threads of its own, as many as it asked for. Called by many threads at a time.
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
     * @param payload the caller's own object: do not change it; null only for an event whose payload is {@code Void}
     * @param context who asks, and until when
     * @return the answer, not null unless the event is a notification or answers {@code Void}
     * @throws Exception any; the caller gets it as the cause of a {@link TransportException}
     */
    R handle(Q payload, RequestContext context) throws Exception;
}
