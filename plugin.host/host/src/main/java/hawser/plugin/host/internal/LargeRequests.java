// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once for each event that its requests are large enough to be streamed. Thread-safe. */
final class LargeRequests {
    static final int LARGE = 100 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(LargeRequests.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** True if it was said now. */
    boolean note(Event<?, ?> event, int length) {
        if (length <= LARGE || !said.add(event.name())) {
            return false;
        }
        LOG.warn("A request of {} has {} bytes: what is larger than {} had better be a stream, which holds up no other "
                + "request and need not fit the channel; this is said once for each event", event, length, LARGE);
        return true;
    }
}
