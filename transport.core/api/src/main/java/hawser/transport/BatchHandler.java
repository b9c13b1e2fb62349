// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Handles a whole envelope at a time. A request that comes singly is an envelope of one. Called on the thread that
 * sends the last of an envelope or flushes it, or on one of the batch service's; by many threads at a time, but with
 * one sender's envelopes one after the other.
 *
 * @param <Q> the type of the payloads
 * @param <R> the type of the answers
 */
@ConsumerType
@FunctionalInterface
public interface BatchHandler<Q, R> {
    /**
     * Handles the requests of one envelope; must not block.
     *
     * @param requests in their order, never empty, each with its own caller and deadline
     * @return one result for each request, in the requests' order: for {@code [b, a]}, never {@code [A, B]} and never
     *     one short. Any other number of results fails them all with {@link ErrorCode#BATCH_FAILED}
     * @throws Exception any; every request fails with it as the cause
     */
    CompletionStage<List<BatchResult<R>>> handle(List<BatchItem<Q>> requests) throws Exception;
}
