// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests later.
 *
 * @param <Q> the type of the payload
 * @param <R> the type of the answer
 */
@ConsumerType
@FunctionalInterface
public interface AsyncRequestHandler<Q, R> {
    /**
     * Begins to answer one request; must not block.
     *
     * @param payload the caller's own object: do not change it
     * @param context who asks, until when, and whether it was cancelled
     * @return the answer to come
     * @throws Exception any; the caller gets it as the cause of a {@link TransportException}
     */
    CompletionStage<R> handle(Q payload, RequestContext context) throws Exception;
}
