// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Absence;
import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.HandlerOptions;
import hawser.transport.PluginIdentity;
import hawser.transport.Registration;
import hawser.transport.RequestContext;
import hawser.transport.SendOptions;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final int RACES = 20_000;
    private static final Event<String, Integer> LENGTH =
            Events.defineEvent("text").module("measure").event("length").define(String.class, Integer.class);
    private static final Event<String, Void> TOLD =
            Events.defineEvent("text").module("notice").event("told").define(String.class);

    private final Router router = new Router();
    private final TestKeys keys = new TestKeys();
    private final BundleTransport transport = new BundleTransport(router, Caller.own("test"));

    @BeforeEach
    void useKeys() {
        router.useKeys(keys);
    }

    @AfterEach
    void close() {
        transport.close();
        router.close();
    }

    @Test
    void shouldHandThePayloadOverByReferenceAndAnswerAtOnce() {
        AtomicReference<String> seen = new AtomicReference<>();
        transport.on(LENGTH, (payload, context) -> {
            seen.set(payload);
            return payload.length();
        });
        String payload = new String("hello");

        CompletionStage<Integer> answer = transport.send(LENGTH, payload);

        assertEquals(5, answer.toCompletableFuture().getNow(-1));
        assertSame(payload, seen.get());
    }

    @Test
    void shouldFailWithUnknownEventWhenNobodyHandlesIt() {
        TransportException failure = failureOf(transport.send(LENGTH, "hello"));

        assertEquals(ErrorCode.UNKNOWN_EVENT, failure.code());
        assertEquals("text:measure:length", failure.eventName().orElseThrow());
    }

    @Test
    void shouldSayWhatIsDownWhenWhoHandledItMayComeBack() {
        TransportException stopped = TransportException.of(ErrorCode.PLUGIN_STOPPED, "plugin measure is down");
        Absence absence = event -> Optional.of(stopped).filter(unused -> event.equals(LENGTH.name()));

        router.absences().add(absence);
        assertSame(stopped, failureOf(transport.send(LENGTH, "hello")));
        assertEquals(ErrorCode.UNKNOWN_EVENT,
                failureOf(transport.send(Events.defineUntyped("other"), "hello")).code());
        router.absences().remove(absence);

        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(transport.send(LENGTH, "hello")).code());
    }

    @Test
    void shouldRefuseASecondHandlerOfARequestEvent() {
        transport.on(LENGTH, (payload, context) -> 1);

        TransportException refused =
                assertThrows(TransportException.class, () -> transport.on(LENGTH, (payload, context) -> 2));

        assertEquals(ErrorCode.INVALID_EVENT, refused.code());
        assertEquals(1, transport.send(LENGTH, "x").toCompletableFuture().join());
    }

    @Test
    void shouldAcceptAnotherHandlerWhenTheFirstHasLeft() {
        Registration first = transport.on(LENGTH, (payload, context) -> 1);
        first.close();
        first.close();
        transport.on(LENGTH, (payload, context) -> 2);

        assertEquals(2, transport.send(LENGTH, "x").toCompletableFuture().join());
    }

    @Test
    void shouldLetThoseWhoWaitTakeOverInOrderOfArrivalWhenTheHandlerLeaves() {
        Registration first = transport.on(LENGTH, (payload, context) -> 1);
        Registration second = router.table().addOrWait(answering(2));
        Registration gaveUp = router.table().addOrWait(answering(3));
        Registration last = router.table().addOrWait(answering(4));
        assertEquals(1, transport.send(LENGTH, "x").toCompletableFuture().join());

        first.close();
        assertEquals(2, transport.send(LENGTH, "x").toCompletableFuture().join());
        gaveUp.close();
        second.close();
        assertEquals(4, transport.send(LENGTH, "x").toCompletableFuture().join());
        last.close();

        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(transport.send(LENGTH, "x")).code());
    }

    @Test
    void shouldLetOneWhoWaitsTakeOverWhenAStreamHandlerLeaves() {
        Registration stream = transport.onStream(LENGTH, (payload, context) -> context.emit(1));
        Registration waiting = router.table().addOrWait(answering(2));

        stream.close();

        assertEquals(2, transport.send(LENGTH, "x").toCompletableFuture().join());
        waiting.close();
    }

    private static Destination answering(int answer) {
        return Destination.of("answers " + answer, LENGTH, request -> request.reply(answer), HandlerOptions.defaults());
    }

    @Test
    void shouldRefuseTheSameNameWithOtherTypes() {
        transport.on(LENGTH, (payload, context) -> 1);
        Event<String, Long> other =
                Events.defineEvent("text").module("measure").event("length").define(String.class, Long.class);

        TransportException failure = failureOf(transport.send(other, "x"));

        assertEquals(ErrorCode.INVALID_EVENT, failure.code());
        assertTrue(failure.getMessage().contains("Long") && failure.getMessage().contains("Integer"),
                failure.getMessage());
    }

    @Test
    void shouldTellANotificationToAllAndCompleteAlsoWithoutListener() {
        assertTrue(transport.send(TOLD, "nobody").toCompletableFuture().isDone());
        List<String> heard = new ArrayList<>();
        transport.on(TOLD, (payload, context) -> hear(heard, "first " + payload));
        transport.on(TOLD, (payload, context) -> {
            throw new IllegalStateException("deaf");
        });
        transport.on(TOLD, (payload, context) -> hear(heard, "last " + payload));

        transport.send(TOLD, "news").toCompletableFuture().join();

        assertEquals(List.of("first news", "last news"), heard);
    }

    private static Void hear(List<String> heard, String what) {
        heard.add(what);
        return null;
    }

    @Test
    void shouldGiveTheCauseWhenAHandlerThrows() {
        IllegalStateException cause = new IllegalStateException("broken");
        transport.on(LENGTH, (payload, context) -> {
            throw cause;
        });

        TransportException failure = failureOf(transport.send(LENGTH, "x"));

        assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
        assertSame(cause, failure.getCause());
    }

    @Test
    void shouldEndTheRequestWhenAHandlerThrowsAnError() {
        NoClassDefFoundError cause = new NoClassDefFoundError("updated/Away");
        transport.on(LENGTH, (payload, context) -> {
            throw cause;
        });

        TransportException failure = failureOf(transport.send(LENGTH, "x"));

        assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
        assertSame(cause, failure.getCause());
    }

    @Test
    void shouldTellTheOtherListenersWhenOneThrowsAnError() {
        List<String> heard = new ArrayList<>();
        transport.on(TOLD, (payload, context) -> {
            throw new StackOverflowError();
        });
        transport.on(TOLD, (payload, context) -> hear(heard, payload));

        transport.send(TOLD, "news").toCompletableFuture().join();

        assertEquals(List.of("news"), heard);
    }

    @Test
    void shouldFailWithNoResponseWhenAHandlerGivesNull() {
        transport.onAsync(LENGTH, (payload, context) -> null);

        assertEquals(ErrorCode.NO_RESPONSE, failureOf(transport.send(LENGTH, "x")).code());
    }

    @Test
    void shouldTimeOutAndCancelAHandlerThatNeverAnswers() {
        CompletableFuture<RequestContext> seen = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        transport.onAsync(LENGTH, (payload, context) -> {
            context.onCancel(() -> cancelled.complete(null));
            seen.complete(context);
            return new CompletableFuture<>();
        });

        CompletionStage<Integer> answer =
                transport.send(LENGTH, "x", SendOptions.defaults().withTimeout(Duration.ofMillis(20)));

        assertEquals(ErrorCode.TIMEOUT, failureOf(answer).code());
        cancelled.join();
        assertTrue(seen.join().isCancelled());
        assertEquals(Duration.ZERO, seen.join().remaining());
    }

    @Test
    void shouldFailWithCancelledWhenTheCallerGivesUp() {
        transport.onAsync(LENGTH, (payload, context) -> new CompletableFuture<>());
        Cancellation cancellation = new Cancellation();
        CompletionStage<Integer> answer =
                transport.send(LENGTH, "x", SendOptions.defaults().withCancellation(cancellation));

        cancellation.cancel();

        assertEquals(ErrorCode.CANCELLED, failureOf(answer).code());
    }

    @Test
    void shouldLeaveNothingInACancellationThatIsKeptForManyRequests() throws ReflectiveOperationException {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        transport.onAsync(LENGTH, (payload, context) -> answer);
        Cancellation cancellation = new Cancellation();
        SendOptions options = SendOptions.defaults().withCancellation(cancellation);
        CompletionStage<Integer> first = transport.send(LENGTH, "a", options);
        transport.send(LENGTH, "b", options);
        Field actions = Cancellation.class.getDeclaredField("actions");
        actions.setAccessible(true);
        assertEquals(2, ((Collection<?>) actions.get(cancellation)).size());

        answer.complete(5);

        assertEquals(5, first.toCompletableFuture().join());
        assertEquals(0, ((Collection<?>) actions.get(cancellation)).size());
    }

    @Test
    void shouldTellTheHandlerThatTheCallerIsGoneAndOfNoOtherEnd() {
        List<RequestContext> contexts = new ArrayList<>();
        List<String> told = new ArrayList<>();
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        BundleTransport other = new BundleTransport(router, Caller.own("other"));
        transport.onAsync(LENGTH, (payload, context) -> {
            contexts.add(context);
            context.onCancel(() -> told.add(payload));
            return answer;
        });
        Cancellation cancellation = new Cancellation();
        transport.send(LENGTH, "cancelled", SendOptions.defaults().withCancellation(cancellation));
        other.send(LENGTH, "closed");
        CompletionStage<Integer> failed = transport.send(LENGTH, "failed");

        cancellation.cancel();
        other.close();
        answer.completeExceptionally(TransportException.of(ErrorCode.CANCELLED, "the handler's own request was"));

        assertEquals(ErrorCode.CANCELLED, failureOf(failed).code());
        assertEquals(List.of("cancelled", "closed"), told);
        assertEquals(List.of(true, true, false), contexts.stream().map(RequestContext::isCancelled).toList());
    }

    @Test
    void shouldFailOpenRequestsWhenTheHandlerLeaves() {
        Registration handler = transport.onAsync(LENGTH, (payload, context) -> new CompletableFuture<>());
        CompletionStage<Integer> answer = transport.send(LENGTH, "x");

        handler.close();

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(answer).code());
    }

    @Test
    void shouldFailOpenAndLaterRequestsWhenTheTransportCloses() {
        BundleTransport other = new BundleTransport(router, Caller.own("other"));
        other.onAsync(LENGTH, (payload, context) -> new CompletableFuture<>());
        CompletionStage<Integer> open = transport.send(LENGTH, "x");

        transport.close();

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(open).code());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(transport.send(LENGTH, "y")).code());
        other.close();
    }

    @Test
    void shouldEndEverythingWhenTheRouterCloses() {
        BundleTransport bound = router.open(Caller.own("bound"));
        bound.onAsync(LENGTH, (payload, context) -> new CompletableFuture<>());
        CompletionStage<Integer> open = transport.send(LENGTH, "x");
        CompletionStage<Integer> openOfBound = bound.send(LENGTH, "x");

        router.close();

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(open).code());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(openOfBound).code());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(transport.send(LENGTH, "y")).code());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, failureOf(bound.send(TOLD, "y")).code());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED,
                failureOf(router.open(Caller.own("late")).send(LENGTH, "z")).code());
        assertEquals(List.of(), router.table().entries());
        assertEquals(List.of(), router.deadlines().select(request -> true));
    }

    @Test
    void shouldRefuseEveryRequestWithoutAKeyManager() {
        transport.on(LENGTH, (payload, context) -> 1);
        router.dropKeys(keys);

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(transport.send(LENGTH, "x")).code());
    }

    @Test
    void shouldTellTheHandlerWhoAsksAndRefuseItOnceItsKeyIsRevoked() {
        List<Optional<PluginIdentity>> callers = new ArrayList<>();
        transport.on(LENGTH, (payload, context) -> {
            callers.add(context.plugin());
            return 1;
        });
        PluginIdentity owner = new PluginIdentity("echo", true, 7, 1);
        TestKeys.Key key = keys.issue(owner);
        BundleTransport plugin = new BundleTransport(router, Caller.of(keys, key));

        plugin.send(LENGTH, "x").toCompletableFuture().join();
        transport.send(LENGTH, "x").toCompletableFuture().join();
        keys.revokeKey(key);

        assertEquals(List.of(Optional.of(owner), Optional.empty()), callers);
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(plugin.send(LENGTH, "x")).code());
        plugin.close();
    }

    @Test
    void shouldSendToATargetAndDropWhatComesAfterTheEnd() {
        List<Exchange> taken = new ArrayList<>();
        Registration target = router.table().add(Destination.of(new Target() {
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
        }, LENGTH));
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
        Registration target = router.table().add(Destination.of(new Target() {
            @Override
            public String name() {
                return "needs help";
            }

            @Override
            public List<Event<?, ?>> events() {
                return List.of(LENGTH);
            }

            @Override
            public void accept(Exchange exchange) {
                taken.add(exchange);
            }

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

    private static TransportException failureOf(CompletionStage<?> stage) {
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
        return (TransportException) thrown.getCause();
    }
}
