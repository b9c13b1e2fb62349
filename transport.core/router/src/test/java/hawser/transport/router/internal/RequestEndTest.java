// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Registration;
import hawser.transport.RequestContext;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How a request fails, is given up, and ends with those it belongs to. */
class RequestEndTest extends RouterFixture {
    private static void assertGives(Throwable cause, TransportException failure) {
        assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
        assertSame(cause, failure.getCause());
    }

    @Test
    void shouldGiveTheCauseWhenAHandlerThrows() {
        IllegalStateException cause = new IllegalStateException("broken");
        transport.on(LENGTH, (payload, context) -> {
            throw cause;
        });

        assertGives(cause, failureOf(transport.send(LENGTH, "x")));
    }

    @Test
    void shouldEndTheRequestWhenAHandlerThrowsAnError() {
        NoClassDefFoundError cause = new NoClassDefFoundError("updated/Away");
        transport.on(LENGTH, (payload, context) -> {
            throw cause;
        });

        assertGives(cause, failureOf(transport.send(LENGTH, "x")));
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
}
