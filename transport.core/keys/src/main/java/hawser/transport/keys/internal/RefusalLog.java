// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.ErrorCode;
import hawser.transport.PluginIdentity;
import hawser.transport.Refusals;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Counts refusals by caller and code. Each is logged the first time and each time that their number has doubled, so
 * that nobody can flood the log. Thread-safe.
 */
final class RefusalLog {
    private record Kind(String name, ErrorCode code) {
    }

    /** Loaded with this class: a bundle under update loads nothing more, and requests may still be under way. */
    private static final Class<?> LOADED_AS_WELL = Kind.class;
    private static final int MOST_KINDS = 4096;
    private static final int LONGEST_TEXT = 200;

    private final Logger log;
    private final ConcurrentMap<Kind, AtomicLong> counts = new ConcurrentHashMap<>();

    RefusalLog(Logger log) {
        this.log = log;
    }

    void add(PluginIdentity caller, ErrorCode code, String what) {
        long count = counter(new Kind(caller.name(), code)).incrementAndGet();
        if (Long.bitCount(count) == 1) {
            log.warn("{} of {} in bundle {} was refused, {} so far: {}", code, plain(caller.name()), caller.bundleId(),
                    count, plain(what));
        }
    }

    /** Names come from manifests, of which anybody may install as many as he likes: the last ones share a count. */
    private AtomicLong counter(Kind kind) {
        AtomicLong counter = counts.get(kind);
        if (counter == null) {
            Kind counted = counts.size() < MOST_KINDS ? kind : new Kind("", kind.code());
            counter = counts.computeIfAbsent(counted, first -> new AtomicLong());
        }
        return counter;
    }

    /** What comes from a manifest cannot break a line of the log, nor fill it. */
    private static String plain(String text) {
        String start = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    List<Refusals> refusals() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue().get() > 0)
                .map(entry -> new Refusals(entry.getKey().name(), entry.getKey().code(), entry.getValue().get()))
                .sorted(Comparator.comparing(Refusals::name).thenComparing(Refusals::code))
                .toList();
    }
}
