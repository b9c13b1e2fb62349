// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchOptions;
import hawser.transport.Batching;
import hawser.transport.Exchange;
import hawser.transport.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A sender's queue, and what it sends. */
abstract class LaneFixture {
    static final Duration NEVER = Duration.ofDays(1);

    final List<List<Exchange>> envelopes = new ArrayList<>();
    final List<List<Exchange>> heldUp = new ArrayList<>();
    final List<Runnable> windows = new ArrayList<>();
    /** Whether the next envelope may begin when one was. */
    boolean together;
    Runnable onDispatch = () -> { };
    Runnable onHoldUp = () -> { };
    final LaneQueue queue = new LaneQueue("sender", new Sent(), Runnable::run, closed -> { });

    /** Keeps what is sent, and windows for the test to let pass; an envelope ends when its requests have. */
    private final class Sent implements Batching.Dispatcher {
        @Override
        public void dispatch(List<Exchange> envelope, Runnable next, Runnable ended) {
            envelopes.add(envelope);
            if (together) {
                next.run();
            }
            onDispatch.run();
            CompletableFuture.allOf(envelope.stream().map(each -> each.outcome().toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)).whenComplete((nothing, failure) -> {
                        ended.run();
                        next.run();
                    });
        }

        @Override
        public void holdUp(List<Exchange> envelope) {
            heldUp.add(List.copyOf(envelope));
            onHoldUp.run();
        }

        @Override
        public Registration schedule(Duration delay, Runnable action) {
            windows.add(action);
            return () -> windows.remove(action);
        }
    }

    final TestExchange add(BatchOptions options, Object payload) {
        TestExchange exchange = new TestExchange(options, payload);
        queue.add(exchange);
        return exchange;
    }
}
