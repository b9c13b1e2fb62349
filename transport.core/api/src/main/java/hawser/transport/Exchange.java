// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** One request on its way to its target and back. It ends once; what comes later is dropped. Thread-safe. */
@ProviderType
public interface Exchange {
    /** {@return the event as the caller defined it: its types are those of the payload and of the answer} */
    Event<?, ?> event();

    /** {@return the caller's own object: do not change it} */
    Object payload();

    /** {@return who asks, until when, and whether it was cancelled} */
    RequestContext context();

    /**
     * {@return when the caller's deadline passes, in milliseconds since the epoch as the system's clock is set now; for
     * records that leave this Java. Here {@link RequestContext#remaining()} tells}
     */
    long deadlineMs();

    /**
     * Ends it with an answer. What was built upon its stage runs before this returns.
     *
     * @param response of the event's response type, the caller's from now on; null for a notification or {@code Void},
     *     and for any other a failure, {@link ErrorCode#NO_RESPONSE}
     */
    void reply(Object response);

    /**
     * Ends it with a failure. What was built upon its stage runs before this returns.
     *
     * @param failure what the caller gets
     */
    void fail(TransportException failure);

    /** {@return whether it has ended; costs one load} */
    boolean isDone();

    /** {@return how it ends: its answer, or its failure, a {@link TransportException}; read-only} */
    CompletionStage<Object> outcome();
}
