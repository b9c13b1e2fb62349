// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests later. It is called on the thread of whoever sends, unless it was registered as blocking, and by
 * many threads at a time; the stage that it gives may end on any thread, at any time. What ends after its deadline is
 * dropped.
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
     * @param payload the caller's own object: do not change it; null only for an event whose payload is {@code Void}
     * @param context who asks, until when, and whether it was cancelled
     * @return the answer to come; null, or one that ends with null, fails a request that wants an answer with
     *     {@link ErrorCode#NO_RESPONSE}
     * @throws Exception any; the caller gets it as the cause of a {@link TransportException}
     */
    CompletionStage<R> handle(Q payload, RequestContext context) throws Exception;
}
