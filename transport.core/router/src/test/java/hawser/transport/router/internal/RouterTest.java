// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Absence;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.HandlerOptions;
import hawser.transport.PluginIdentity;
import hawser.transport.Registration;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Where requests and notifications go. */
class RouterTest extends RouterFixture {
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
}
