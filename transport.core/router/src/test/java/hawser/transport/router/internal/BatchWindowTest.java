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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A batched request takes its window and its execution, and no more: the clock is the test's, and stands still while
 * windows end, handlers begin and callers get their answers.
 */
class BatchWindowTest extends ClockedBatches {
    private static final Duration WINDOW = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(1);

    private final BlockingQueue<CompletableFuture<Integer>> started = new LinkedBlockingQueue<>();
    private final Event<String, Integer> windowed =
            put(String.class, BatchOptions.on().withWindow(WINDOW));

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
        pass(WINDOW.dividedBy(2));
        CompletableFuture<Integer> second = send(1);
        assertTrue(started.isEmpty());

        pass(WINDOW.dividedBy(2));

        List<CompletableFuture<Integer>> answers = List.of(next(), next());
        answers.get(1).complete(2);
        assertEquals(2, second.join());
        pass(LONG);
        answers.get(0).complete(1);
        assertEquals(1, first.join());
    }

    @Test
    void shouldBeginAnEnvelopeThoughTheOneBeforeIsStillExecuted() throws InterruptedException {
        handleConcurrently();
        List<CompletableFuture<Integer>> before = IntStream.range(0, 3).mapToObj(this::send).toList();
        pass(WINDOW);
        for (int i = 0; i < before.size(); i++) {
            assertNotNull(next());
        }
        CompletableFuture<Integer> after = send(3);

        pass(WINDOW);
        next().complete(4);

        assertEquals(4, after.join());
        assertTrue(before.stream().noneMatch(CompletableFuture::isDone));
    }
}
