// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sees every request on its way, as a service. Interceptors are asked in the order of their {@code service.ranking},
 * the highest first, each on the sender's thread, after the sender's key and permission were checked and before the
 * request waits for a batch or goes to its handler. A stream's start is a request, too, made by the subscription and
 * answered when its producer has accepted it; whoever ends it in the producer's place ends the stream. Thread-safe.
 */
@ConsumerType
@FunctionalInterface
public interface Interceptor {
    /**
     * Sees one request. It may end it, by an answer or a failure: then neither the interceptors after it nor the
     * handler see it. How the request ends at last is {@link Exchange#outcome()}; those who build upon it are told in
     * the opposite order. Whatever is thrown ends the request with a failure. Must not block.
     *
     * @param exchange the event, the payload, the caller in its {@link Exchange#context() context}, and the outcome
     */
    void intercept(Exchange exchange);
}
