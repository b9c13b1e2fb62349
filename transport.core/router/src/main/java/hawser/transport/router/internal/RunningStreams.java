// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The streams that were subscribed to and have not ended. Thread-safe. */
final class RunningStreams {
    private final Set<RunningStream<?>> streams = ConcurrentHashMap.newKeySet();

    void add(RunningStream<?> stream) {
        streams.add(stream);
    }

    void remove(RunningStream<?> stream) {
        streams.remove(stream);
    }

    List<RunningStream<?>> select(Predicate<RunningStream<?>> chosen) {
        return streams.stream().filter(chosen).collect(Collectors.toList());
    }
}
