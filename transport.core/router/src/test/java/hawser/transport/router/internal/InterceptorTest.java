// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventStatistics;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.Interceptor;
import hawser.transport.PluginIdentity;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterceptorTest {
    private static final Event<String, Integer> LENGTH =
            Events.defineEvent("text").module("measure").event("length").define(String.class, Integer.class);

    private final Router router = new Router();
    private final TestKeys keys = new TestKeys();
    private final BundleTransport transport = router.open(Caller.own("test"));
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void handle() {
        router.useKeys(keys);
        transport.on(LENGTH, (text, context) -> {
            seen.add("handler");
            return text.length();
        });
    }

    @AfterEach
    void close() {
        router.close();
    }

    private Interceptor noting(String name) {
        return exchange -> {
            seen.add(name + " sees " + exchange.payload());
            exchange.outcome().whenComplete((answer, failure) -> seen.add(name + " is told " + answer));
        };
    }

    @Test
    void shouldSeeTheRequestInOrderAndItsOutcomeInTheOppositeOrder() {
        router.interceptors().use(new Interceptor[] {noting("first"), noting("second")});

        assertEquals(2, transport.send(LENGTH, "ab").toCompletableFuture().join());

        assertEquals(List.of("first sees ab", "second sees ab", "handler", "second is told 2", "first is told 2"),
                seen);
    }

    @Test
    void shouldEndTheRequestInTheHandlersPlace() {
        router.interceptors().use(new Interceptor[] {exchange -> exchange.reply(7), noting("second")});

        assertEquals(7, transport.send(LENGTH, "ab").toCompletableFuture().join());

        assertEquals(List.of(), seen);
    }

    @Test
    void shouldEndTheRequestWithWhatItThrows() {
        TransportException refusal = TransportException.of(ErrorCode.PLUGIN_UNAUTHORIZED, "not today");
        RuntimeException bug = new IllegalStateException("broken");

        router.interceptors().use(new Interceptor[] {exchange -> {
            throw refusal;
        }});
        assertSame(refusal, failureOf(transport.send(LENGTH, "ab").toCompletableFuture()));
        router.interceptors().use(new Interceptor[] {exchange -> {
            throw bug;
        }});
        TransportException failure = failureOf(transport.send(LENGTH, "ab").toCompletableFuture());

        assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
        assertSame(bug, failure.getCause());
        assertEquals(List.of(), seen);
    }

    @Test
    void shouldKnowTheCallerAndSeeNothingOfWhatIsRefusedBefore() {
        List<Exchange> exchanges = new ArrayList<>();
        router.interceptors().use(new Interceptor[] {exchanges::add});
        TestKeys.Key key = keys.issue(new PluginIdentity("echo", true, 7, 1));
        BundleTransport plugin = router.open(Caller.of(keys, key));

        plugin.send(LENGTH, "ab").toCompletableFuture().join();
        keys.revokeKey(key);
        failureOf(plugin.send(LENGTH, "ab").toCompletableFuture());

        assertEquals(1, exchanges.size());
        assertEquals(key.owner(), exchanges.get(0).context().plugin().orElseThrow());
    }

    @Test
    void shouldCountWhatBecameOfEachRequest() {
        transport.send(LENGTH, "ab").toCompletableFuture().join();
        failureOf(transport.send(LENGTH, null).toCompletableFuture());
        failureOf(transport.send(Events.defineNamed("no:body:knows").define(String.class, String.class), "?")
                .toCompletableFuture());
        router.dropKeys(keys);
        failureOf(transport.send(LENGTH, "ab").toCompletableFuture());

        List<EventStatistics> statistics = router.table().meters().all();
        EventStatistics length = statistics.get(0);
        EventStatistics others = statistics.get(1);

        assertEquals("text:measure:length", length.event());
        assertEquals(3, length.begun());
        assertEquals(1, length.answered());
        assertEquals(Map.of(ErrorCode.INTERNAL_ERROR, 1L, ErrorCode.INVALID_PLUGIN_KEY, 1L), length.failures());
        assertEquals(Map.of(ErrorCode.UNKNOWN_EVENT, 1L), others.failures());
    }

    private static TransportException failureOf(CompletableFuture<?> future) {
        return (TransportException) assertThrows(CompletionException.class, future::join).getCause();
    }
}
