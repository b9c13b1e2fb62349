// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.PluginIdentity;
import hawser.transport.RequestContext;
import hawser.transport.StreamOptions;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.Streams;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams of integers, over threads of their own. */
final class Fixture implements AutoCloseable {
    final StreamPool pool = new StreamPool();
    final AtomicInteger accepted = new AtomicInteger();

    /** What the router says of who asks; here nobody does. */
    private record Asked(Event<?, ?> event) implements RequestContext {
        @Override
        public Optional<PluginIdentity> plugin() {
            return Optional.empty();
        }

        @Override
        public Duration remaining() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            // Nobody cancels.
        }
    }

    static Event<Void, Integer> event(int size, BackPressure backPressure) {
        StreamOptions options = StreamOptions.defaults().withBufferSize(size).withBackPressure(backPressure);
        return Events.defineEvent("a").module("b").event("c")
                .define(Void.class, Integer.class, EventOptions.defaults().withStream(options));
    }

    CreditStream<Integer> stream(int size, BackPressure backPressure, Streams.Producer<Integer> producer) {
        return stream(size, backPressure, Duration.ofSeconds(10), producer);
    }

    CreditStream<Integer> stream(int size, BackPressure backPressure, Duration timeout,
            Streams.Producer<Integer> producer) {
        Event<Void, Integer> event = event(size, backPressure);
        Streams.Start start =
                new Streams.Start(new Asked(event), timeout, "consumer", "producer", accepted::incrementAndGet);
        return new CreditStream<>(pool.nextId(), event, start, producer, pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
