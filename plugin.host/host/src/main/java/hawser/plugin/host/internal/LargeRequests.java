// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the requests of each event that are large enough to be streamed, and says so once. Thread-safe. */
final class LargeRequests {
    static final int LARGE = 100 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(LargeRequests.class);

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** True if it was said now. */
    boolean note(Event<?, ?> event, int length) {
        if (length <= LARGE) {
            return false;
        }
        LongAdder fresh = new LongAdder();
        LongAdder before = counts.putIfAbsent(event.name(), fresh);
        (before == null ? fresh : before).increment();
        if (before != null) {
            return false;
        }
        LOG.warn("A request of {} has {} bytes: what is larger than {} had better be a stream, which holds up no other "
                + "request and need not fit the channel; this is said once for each event", event, length, LARGE);
        return true;
    }

    /** {@return how many there were of each event of which there were any} */
    Map<String, Long> counts() {
        return counts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().sum()));
    }
}
