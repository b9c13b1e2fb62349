// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where requests may go, as a service: a native plugin, for instance, or another host. Its events are read once, when
 * the service appears.
 */
@ConsumerType
public interface Target {
    /** {@return its name in lists, such as {@code plugin echo}} */
    String name();

    /** {@return the events it handles; always the same} */
    List<Event<?, ?>> events();

    /**
     * Takes a request and ends it, now or later, on any thread; must not block.
     *
     * @param exchange the request, to be ended once; ending it again does nothing
     */
    void accept(Exchange exchange);

    /**
     * Lets a caller that is about to block for an answer help to bring it in. Returns when the exchange has ended, or
     * after no longer than it would take to wake a thread.
     *
     * @param exchange that was accepted and has not ended
     */
    default void help(Exchange exchange) {
        // A target need not have anything that a caller could do.
    }
}
