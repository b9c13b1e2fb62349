// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A batched request takes its window and its execution, and no more: the clock is the test's, and stands still while
 * windows end, handlers begin and callers get their answers.
 */
class BatchWindowTest extends BatchFixture {
    private static final AtomicLong CLOCK_NS = new AtomicLong();
    private static final int WINDOW_MS = 50;
    private static final int LONG_MS = 1000;

    private final BlockingQueue<CompletableFuture<Integer>> started = new LinkedBlockingQueue<>();
    private final Event<String, Integer> windowed =
            put(String.class, BatchOptions.on().withWindow(Duration.ofMillis(WINDOW_MS)));

    BatchWindowTest() {
        super(new Router(CLOCK_NS::get));
    }

    /** Returns when the wheel has come to that moment. */
    private void pass(int ms) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        Timer.after(router.deadlines(), Duration.ofMillis(ms), passed::countDown);
        CLOCK_NS.addAndGet(Duration.ofMillis(ms).toNanos());
        passed.await();
    }

    private void handleConcurrently() {
        transport.onAsync(windowed, (payload, context) -> {
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            started.add(answer);
            return answer;
        }, HandlerOptions.defaults().withConcurrentBatches());
    }

    /** The next that its handler was given; null if none came. */
    private CompletableFuture<Integer> next() throws InterruptedException {
        return started.poll(60, SECONDS);
    }

    private CompletableFuture<Integer> send(int i) {
        return transport.send(windowed, "k" + i).toCompletableFuture();
    }

    @Test
    void shouldAnswerEachAtTheEndOfItsOwnExecutionWhenTheWindowOfTheFirstHasPassed() throws InterruptedException {
        handleConcurrently();
        CompletableFuture<Integer> first = send(0);
        pass(WINDOW_MS / 2);
        CompletableFuture<Integer> second = send(1);
        assertTrue(started.isEmpty());

        pass(WINDOW_MS / 2);

        List<CompletableFuture<Integer>> answers = List.of(next(), next());
        answers.get(1).complete(2);
        assertEquals(2, second.join());
        pass(LONG_MS);
        answers.get(0).complete(1);
        assertEquals(1, first.join());
    }

    @Test
    void shouldBeginAnEnvelopeThoughTheOneBeforeIsStillExecuted() throws InterruptedException {
        handleConcurrently();
        List<CompletableFuture<Integer>> before = IntStream.range(0, 3).mapToObj(this::send).toList();
        pass(WINDOW_MS);
        for (int i = 0; i < before.size(); i++) {
            assertNotNull(next());
        }
        CompletableFuture<Integer> after = send(3);

        pass(WINDOW_MS);
        next().complete(4);

        assertEquals(4, after.join());
        assertTrue(before.stream().noneMatch(CompletableFuture::isDone));
    }
}
