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
}
