// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A handler as a service: whoever registers one handles its event for as long as the service is there. A second one of
 * a request event waits, which the log says, and takes over when the first has left. When the service goes, its open
 * requests fail with {@link ErrorCode#TRANSPORT_DESTROYED}. Called as {@link AsyncRequestHandler} says.
 *
 * @param <Q> the type of the payload
 * @param <R> the type of the answer
 */
@ConsumerType
public interface EventHandler<Q, R> extends AsyncRequestHandler<Q, R> {
    /** The service property of a handler that may block: how many requests it handles at a time, as an Integer. */
    String BLOCKING = "handler.blocking";

    /** The service property of a handler that takes a batch's requests together, as a Boolean. */
    String CONCURRENT = "handler.concurrent.batches";

    /** {@return the event it handles; always the same} */
    Event<Q, R> event();

    @Override
    CompletionStage<R> handle(Q payload, RequestContext context) throws Exception;
}
