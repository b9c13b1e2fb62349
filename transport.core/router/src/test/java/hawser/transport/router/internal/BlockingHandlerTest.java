// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.HandlerOptions;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that said that they may block. */
class BlockingHandlerTest {
    private static final Event<Integer, Integer> WORK =
            Events.defineEvent("test").module("blocking").event("work").define(Integer.class, Integer.class);
    private static final Event<Integer, Void> TOLD =
            Events.defineEvent("test").module("blocking").event("told").define(Integer.class);
    private static final HandlerOptions TWO = HandlerOptions.defaults().withBlocking(2);

    private final Router router = new Router();
    private final BundleTransport transport = router.open(Caller.own("test"));
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void useKeys() {
        router.useKeys(new TestKeys());
    }

    @AfterEach
    void close() {
        gate.countDown();
        router.close();
    }

    private int waitAtTheGate(int number) throws InterruptedException {
        gate.await();
        return number;
    }

    @Test
    void shouldNotHoldUpTheSender() {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        transport.on(WORK, (number, context) -> {
            worker.complete(Thread.currentThread());
            return waitAtTheGate(number);
        }, TWO);

        CompletionStage<Integer> answer = transport.send(WORK, 5);
        assertNotSame(Thread.currentThread(), worker.join());
        gate.countDown();

        assertEquals(5, answer.toCompletableFuture().join());
    }

    @Test
    void shouldGiveTheCallerWhatTheHandlerThrows() {
        transport.on(WORK, (number, context) -> {
            throw new IllegalStateException("broken");
        }, TWO);

        TransportException failure = failureOf(transport.send(WORK, 5));

        assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
        assertEquals("broken", failure.getCause().getMessage());
    }

    @Test
    void shouldInterruptAHandlerWhoseCallerGaveUp() {
        CompletableFuture<Integer> interrupted = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        transport.on(WORK, (number, context) -> {
            begun.countDown();
            try {
                return waitAtTheGate(number);
            } catch (InterruptedException e) {
                interrupted.complete(number);
                throw e;
            }
        }, TWO);
        Cancellation cancellation = new Cancellation();
        CompletionStage<Integer> answer =
                transport.send(WORK, 5, SendOptions.defaults().withCancellation(cancellation));
        assertEquals(true, quietly(begun));

        cancellation.cancel();

        assertEquals(ErrorCode.CANCELLED, failureOf(answer).code());
        assertEquals(5, interrupted.join());
    }

    private static boolean quietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void shouldRefuseWhatIsTooMuchWithBackPressure() {
        transport.on(WORK, (number, context) -> waitAtTheGate(number), HandlerOptions.defaults().withBlocking(1));
        List<CompletionStage<Integer>> taken = IntStream.range(0, 1001).mapToObj(i -> transport.send(WORK, i)).toList();

        assertEquals(ErrorCode.BACK_PRESSURED, failureOf(transport.send(WORK, 1001)).code());
        gate.countDown();

        taken.forEach(stage -> stage.toCompletableFuture().join());
    }

    @Test
    void shouldTellNotificationsInTheirOrder() {
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> all = new CompletableFuture<>();
        transport.on(TOLD, (number, context) -> {
            waitAtTheGate(number);
            heard.add(number);
            if (number == 99) {
                all.complete(null);
            }
            return null;
        }, TWO);
        IntStream.range(0, 100).forEach(i -> transport.send(TOLD, i).toCompletableFuture().join());

        gate.countDown();
        all.join();

        assertEquals(IntStream.range(0, 100).boxed().toList(), heard);
    }

    @Test
    void shouldFailWhatItHasNotAnsweredWhenItLeaves() {
        Registration handler = transport.on(WORK, (number, context) -> waitAtTheGate(number),
                HandlerOptions.defaults().withBlocking(1));
        List<CompletionStage<Integer>> open = IntStream.range(0, 3).mapToObj(i -> transport.send(WORK, i)).toList();

        handler.close();

        open.forEach(stage -> assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(stage).code()));
    }

    private static TransportException failureOf(CompletionStage<?> stage) {
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
        return (TransportException) thrown.getCause();
    }
}
