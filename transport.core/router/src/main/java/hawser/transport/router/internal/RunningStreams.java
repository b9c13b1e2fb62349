// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The streams that were subscribed to and have not ended. Thread-safe. */
final class RunningStreams {
    private final Set<RunningStream<?>> streams = ConcurrentHashMap.newKeySet();

    /** The same stream, which ends with its consumer's transport and with its handler. */
    <T> Flow.Publisher<T> track(Flow.Publisher<T> origin, BundleTransport sender, StreamRoute route) {
        return consumer -> {
            Objects.requireNonNull(consumer, "subscriber");
            origin.subscribe(new RunningStream<>(this, sender, route, consumer));
        };
    }

    void add(RunningStream<?> stream) {
        streams.add(stream);
        if (stream.hasEnded()) {
            streams.remove(stream);
        }
    }

    void remove(RunningStream<?> stream) {
        streams.remove(stream);
    }

    List<RunningStream<?>> select(Predicate<RunningStream<?>> chosen) {
        return streams.stream().filter(chosen).collect(Collectors.toList());
    }
}
