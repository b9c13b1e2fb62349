// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.Batching;
import hawser.transport.Exchange;
import hawser.transport.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How long a request waits until it is begun: for its window at most, and, unless its handler takes envelopes together,
 * until the envelope before it has ended. By a clock of the test's own, which stands still while anything is done.
 */
class WaitingTest {
    private static final int ROUNDS = 50;
    private static final int STEPS = 300;
    private static final int MOST_AT_ONCE = 4;

    private final List<Timer> timers = new ArrayList<>();
    private final List<Envelope> envelopes = new ArrayList<>();
    private final Map<Exchange, Long> sent = new HashMap<>();
    private long nowMs;

    private record Timer(long dueMs, Runnable action) {
    }

    private record Envelope(List<Exchange> requests, long begunMs, long[] endedMs, Runnable onEnd) {
    }

    /** Keeps what is begun, and when. */
    private final class Clocked implements Batching.Dispatcher {
        private final boolean together;

        Clocked(boolean together) {
            this.together = together;
        }

        @Override
        public void dispatch(List<Exchange> requests, Runnable next, Runnable ended) {
            Envelope envelope = new Envelope(List.copyOf(requests), nowMs, new long[] {Long.MAX_VALUE}, ended);
            envelopes.add(envelope);
            if (together) {
                next.run();
            }
        }

        @Override
        public void holdUp(List<Exchange> requests) {
            // no request has a deadline
        }

        @Override
        public Registration schedule(Duration delay, Runnable action) {
            Timer timer = new Timer(nowMs + delay.toMillis(), action);
            timers.add(timer);
            return () -> timers.remove(timer);
        }
    }

    private LaneQueue queue(boolean together) {
        timers.clear();
        envelopes.clear();
        sent.clear();
        return new LaneQueue("sender", new Clocked(together), Runnable::run, closed -> { });
    }

    /** A millisecond passes, and with it the windows that end. */
    private void pass() {
        nowMs++;
        for (Timer timer : List.copyOf(timers)) {
            if (timer.dueMs() <= nowMs && timers.remove(timer)) {
                timer.action().run();
            }
        }
    }

    private void sendSome(LaneQueue queue, BatchOptions options, Random random) {
        for (int left = random.nextInt(MOST_AT_ONCE); left > 0; left--) {
            TestExchange request = new TestExchange(options, sent.size());
            sent.put(request, nowMs);
            queue.add(request);
        }
    }

    /** Ends the oldest that has not ended. */
    private void endOne() {
        envelopes.stream().filter(each -> each.endedMs()[0] == Long.MAX_VALUE).findFirst().ifPresent(each -> {
            each.endedMs()[0] = nowMs;
            each.requests().forEach(request -> request.reply("done"));
            each.onEnd().run();
        });
    }

    private static BatchOptions some(Random random) {
        return BatchOptions.on().withWindow(Duration.ofMillis(1 + random.nextInt(20)))
                .withMaxSize(1 + random.nextInt(30));
    }

    private long firstSentMs(Envelope envelope) {
        return envelope.requests().stream().mapToLong(sent::get).min().orElseThrow();
    }

    private void assertAllWereBegun() {
        assertEquals(sent.size(), envelopes.stream().mapToInt(each -> each.requests().size()).sum());
    }

    /** None of them ever ends. */
    @Test
    void shouldWaitForItsWindowAtMostWhenItsHandlerTakesEnvelopesTogether() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            BatchOptions options = some(random);
            LaneQueue queue = queue(true);
            for (int step = 0; step < STEPS; step++) {
                sendSome(queue, options, random);
                pass();
            }
            for (long left = options.window().toMillis(); left > 0; left--) {
                pass();
            }

            assertAllWereBegun();
            for (Envelope each : envelopes) {
                long waitedMs = each.begunMs() - firstSentMs(each);
                assertTrue(waitedMs <= options.window().toMillis(), "waitedMs=" + waitedMs + ", round=" + round);
            }
        }
    }

    @Test
    void shouldWaitForItsWindowAndTheEnvelopeBeforeAndNothingElse() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            BatchOptions options = random.nextInt(4) == 0 ? some(random).withNaturalWindow() : some(random);
            LaneQueue queue = queue(false);
            for (int step = 0; step < STEPS || !timers.isEmpty() || hasOpen(); step++) {
                if (step < STEPS) {
                    sendSome(queue, options, random);
                }
                if (random.nextInt(5) == 0) {
                    endOne();
                }
                pass();
            }

            assertAllWereBegun();
            long freeMs = 0;
            long windowMs = options.isNatural() ? 0 : options.window().toMillis();
            for (Envelope each : envelopes) {
                long latestMs = Math.max(freeMs, firstSentMs(each) + windowMs);
                assertTrue(each.begunMs() <= latestMs,
                        "begunMs=" + each.begunMs() + ", latestMs=" + latestMs + ", round=" + round);
                freeMs = each.endedMs()[0];
            }
        }
    }

    private boolean hasOpen() {
        return envelopes.stream().anyMatch(each -> each.endedMs()[0] == Long.MAX_VALUE);
    }
}
