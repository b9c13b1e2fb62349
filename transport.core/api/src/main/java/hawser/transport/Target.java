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
     * Takes a request and ends it, now or later, on any thread; must not block. Whatever this throws ends it with a
     * failure.
     *
     * @param exchange the request, to be ended once; ending it again does nothing
     */
    void accept(Exchange exchange);

    /**
     * Takes an envelope: requests of one event that may be under way together, to be begun in order. A target that
     * crosses a channel offers them all before it wakes the other side.
     *
     * @param exchanges to be ended once each, as {@link #accept} says; never empty
     */
    default void acceptAll(List<Exchange> exchanges) {
        exchanges.forEach(this::accept);
    }

    /** {@return the events whose streams it produces; always the same} */
    default List<Event<?, ?>> streams() {
        return List.of();
    }

    /**
     * Begins a stream of one of {@link #streams()}. The stream goes on when this returns, until somebody ends it; must
     * not block. Whatever this throws ends it with a failure.
     *
     * @param event as the caller defined it
     * @param payload the caller's own object: do not change it
     * @param stream where the items go
     */
    default void produce(Event<?, ?> event, Object payload, StreamContext<Object> stream) {
        throw new UnsupportedOperationException("a target that lists streams must produce them: " + name());
    }

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
