// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.Registration;
import hawser.transport.RequestContext;
import hawser.transport.SendOptions;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a caller holds while a request is under way, and who can end it. */
class RequestStageTest extends RouterFixture {
    private static final int RACES = 20_000;

    /** Takes requests, and leaves them to the test. */
    private static class Taking implements Target {
        private final List<Exchange> taken;

        Taking(List<Exchange> taken) {
            this.taken = taken;
        }

        @Override
        public String name() {
            return "plugin echo";
        }

        @Override
        public List<Event<?, ?>> events() {
            return List.of(LENGTH);
        }

        @Override
        public void accept(Exchange exchange) {
            taken.add(exchange);
        }
    }

    @Test
    void shouldSendToATargetAndDropWhatComesAfterTheEnd() {
        List<Exchange> taken = new ArrayList<>();
        Registration target = router.table().add(Destination.of(new Taking(taken), LENGTH));
        CompletionStage<Integer> answer = transport.send(LENGTH, "hello");
        assertFalse(answer.toCompletableFuture().isDone());

        taken.get(0).reply(5);
        taken.get(0).reply(6);
        taken.get(0).fail(TransportException.of(ErrorCode.IPC_ERROR, "late"));

        assertEquals(5, answer.toCompletableFuture().join());
        assertTrue(taken.get(0).outcome().toCompletableFuture().isDone());
        assertEquals(List.of("plugin echo"), router.table().entry("text:measure:length").orElseThrow().handlers());
        target.close();
    }

    @Test
    void shouldLetNobodyButTheHandlerEndTheRequest() {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        transport.onAsync(LENGTH, (payload, context) -> answer);
        CompletionStage<Integer> stage = transport.send(LENGTH, "hello");

        assertFalse(stage instanceof CompletableFuture);
        stage.whenComplete((length, failure) -> { }).toCompletableFuture().complete(1);
        stage.toCompletableFuture().complete(2);
        answer.complete(5);

        assertEquals(5, stage.toCompletableFuture().join());
        assertEquals(6, stage.thenApply(length -> length + 1).toCompletableFuture().join());
    }

    @Test
    void shouldGiveEachWhoAsksAFutureOfItsOwnThatEndsWithTheRequest() throws Exception {
        BlockingQueue<CompletableFuture<Integer>> open = new ArrayBlockingQueue<>(1);
        transport.onAsync(LENGTH, (payload, context) -> {
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        });
        Thread answering = new Thread(() -> {
            for (int i = 0; i < RACES; i++) {
                take(open).complete(i);
            }
        });
        answering.start();

        for (int i = 0; i < RACES; i++) {
            CompletionStage<Integer> stage = transport.send(LENGTH, "hello");
            CompletableFuture<Integer> first = stage.toCompletableFuture();
            CompletableFuture<Integer> second = stage.toCompletableFuture();
            assertNotSame(first, second);
            assertEquals(i, second.get(30, TimeUnit.SECONDS));
            assertEquals(i, first.get(30, TimeUnit.SECONDS));
        }
        answering.join();
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test must go on", e);
        }
    }

    @Test
    void shouldLetACallerThatBlocksHelpItsAnswerIn() throws Exception {
        List<Exchange> taken = new ArrayList<>();
        Registration target = router.table().add(Destination.of(new Taking(taken) {
            @Override
            public void help(Exchange exchange) {
                exchange.reply(5);
            }
        }, LENGTH));

        assertEquals(5, transport.send(LENGTH, "a").toCompletableFuture().join());
        assertEquals(6, transport.send(LENGTH, "b").thenApply(length -> length + 1).toCompletableFuture().get());
        assertEquals(5, transport.send(LENGTH, "c").toCompletableFuture().get(1, TimeUnit.DAYS));
        assertEquals(3, taken.size());
        target.close();
    }

    @Test
    void shouldTellNobodyOfACancelWhenTheRequestWasAnsweredAtOnce() {
        List<String> told = new ArrayList<>();
        AtomicReference<RequestContext> kept = new AtomicReference<>();
        transport.on(LENGTH, (payload, context) -> {
            context.onCancel(() -> told.add("before the answer"));
            kept.set(context);
            return payload.length();
        });
        Cancellation cancellation = new Cancellation();

        CompletionStage<Integer> stage =
                transport.send(LENGTH, "hello", SendOptions.defaults().withCancellation(cancellation));
        kept.get().onCancel(() -> told.add("after the answer"));
        cancellation.cancel();

        assertEquals(5, stage.toCompletableFuture().join());
        assertEquals(6, stage.thenApply(length -> length + 1).toCompletableFuture().join());
        assertEquals(List.of(), told);
        assertFalse(kept.get().isCancelled());
        assertEquals(Duration.ZERO, kept.get().remaining());
    }
}
