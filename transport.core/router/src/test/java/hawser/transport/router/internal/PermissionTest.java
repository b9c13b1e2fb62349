// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.BatchResult;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.TransportException;
import hawser.transport.batch.internal.BatchComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PermissionTest {
    private static final Event<String, Integer> LENGTH =
            Events.defineEvent("text").module("measure").event("length").define(String.class, Integer.class);
    private static final PluginIdentity ECHO = new PluginIdentity("echo", true, 7, 1);

    private final Router router = new Router();
    private final TestKeys keys = new TestKeys();
    private final BundleTransport own = new BundleTransport(router, Caller.own("test"));
    private Principal echo;
    private BundleTransport plugin;

    @BeforeEach
    void open() {
        router.useKeys(keys);
        echo = new Principal((manager, self) -> manager.requestKey(ECHO, Permissions.none(), self));
        echo.renew(keys);
        plugin = router.open(echo);
    }

    @AfterEach
    void close() {
        own.close();
        router.close();
    }

    private TestKeys.Key key() {
        return (TestKeys.Key) echo.caller().key().orElseThrow();
    }

    @Test
    void shouldRefuseWhatThePluginMayNotSendAndTellTheKeyManager() {
        own.on(LENGTH, (payload, context) -> 1);
        key().forbidden = List.of(LENGTH.name());

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(plugin.send(LENGTH, "x")).code());
        assertEquals(List.of("echo PLUGIN_UNAUTHORIZED send text:measure:length"), keys.refused);

        key().forbidden = List.of();
        assertEquals(1, plugin.send(LENGTH, "x").toCompletableFuture().join());
    }

    @Test
    void shouldAskNoHandlerWhosePluginMayNotHandleTheEventAnyMore() {
        plugin.on(LENGTH, (payload, context) -> 1);
        assertEquals(1, own.send(LENGTH, "x").toCompletableFuture().join());

        key().forbidden = List.of(LENGTH.name());

        TransportException refusal = failureOf(own.send(LENGTH, "x"));
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, refusal.code());
        assertEquals("echo", refusal.pluginName().orElseThrow());
    }

    @Test
    void shouldCountNoAnswerOfAPluginWhoseKeyWasRevokedMeanwhile() {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        plugin.onAsync(LENGTH, (payload, context) -> late);
        CompletionStage<Integer> answer = own.send(LENGTH, "x");

        keys.revokeKey(key());
        late.complete(1);

        assertEquals(ErrorCode.PLUGIN_STOPPED, failureOf(answer).code());
        assertEquals(List.of(), keys.refused);
    }

    @Test
    void shouldFailAtOnceWhatAPluginHasUnderWayWhenItsKeyIsRevoked() {
        own.onAsync(LENGTH, (payload, context) -> new CompletableFuture<>());
        CompletionStage<Integer> open = plugin.send(LENGTH, "x");
        CompletionStage<Integer> others = own.send(LENGTH, "x");

        keys.revokeKey(key());

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(open).code());
        assertFalse(others.toCompletableFuture().isDone());
    }

    @Test
    void shouldGoOnUnderTheNextKeyWithAllThatIsUnderWayWhenRotated() {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        own.onAsync(LENGTH, (payload, context) -> late);
        TestKeys.Key first = key();
        CompletionStage<Integer> open = plugin.send(LENGTH, "x");

        keys.rotateKey(first);
        first.forbidden = List.of(LENGTH.name());
        late.complete(5);

        assertEquals(5, open.toCompletableFuture().join());
        assertTrue(key() != first);
        assertEquals(5, plugin.send(LENGTH, "x").toCompletableFuture().join());
    }

    @Test
    void shouldNotTakeAKeyWhoseSecretDoesNotProveIt() {
        TestKeys.Key forged = keys.issue(ECHO);
        TestKeys.Key before = key();

        TransportException refusal =
                assertThrows(TransportException.class, () -> echo.take(forged, new byte[32]));

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, refusal.code());
        assertEquals(before, key());
    }

    @Test
    void shouldBindOnlyToTheOwnersKey() {
        byte[] secret = keys.secretOf(key());

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, assertThrows(TransportException.class,
                () -> router.bind(new PluginIdentity("echo", true, 7, 2), secret)).code());
        router.bind(ECHO, secret).close();
        assertEquals(List.of("echo INVALID_PLUGIN_KEY binding a transport"), keys.refused);
    }

    @Test
    void shouldSayThatThereAreNoKeysWhenTheyLeaveBeforeATransportIsBound() {
        router.dropKeys(keys);

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, assertThrows(TransportException.class,
                () -> router.bind(ECHO, new byte[32])).code());
    }

    private static TransportException failureOf(CompletionStage<?> stage) {
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
        return assertInstanceOf(TransportException.class, thrown.getCause());
    }

    /* ---- batches ---- */

    private Event<String, Integer> batched() {
        router.useBatching(new BatchComponent());
        return Events.defineEvent("text").module("measure").event("batched").define(String.class, Integer.class,
                EventOptions.defaults().withBatch(BatchOptions.on().withWindow(Duration.ofDays(1))));
    }

    @Test
    void shouldJudgeEachRequestOfABatchWhenItsTurnComes() {
        Event<String, Integer> event = batched();
        List<CompletableFuture<Integer>> begun = new ArrayList<>();
        own.onAsync(event, (payload, context) -> {
            begun.add(new CompletableFuture<>());
            return begun.get(begun.size() - 1);
        });
        List<CompletionStage<Integer>> sent = Stream.of("a", "b", "c", "d").map(each -> plugin.send(event, each))
                .toList();
        plugin.flush();
        begun.get(0).complete(1);
        assertEquals(2, begun.size());

        key().forbidden = List.of(event.name());
        begun.get(1).complete(2);

        assertEquals(1, sent.get(0).toCompletableFuture().join());
        assertEquals(2, sent.get(1).toCompletableFuture().join());
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(sent.get(2)).code());
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(sent.get(3)).code());
        assertEquals(2, begun.size());
        assertEquals(2, keys.refused.size());
    }

    @Test
    void shouldHandNoEnvelopeOverThatMayNotBeSentAnyMore() {
        Event<String, Integer> event = batched();
        List<Integer> handled = new ArrayList<>();
        own.onBatch(event, items -> {
            handled.add(items.size());
            return CompletableFuture.completedStage(items.stream().map(item -> BatchResult.of(1)).toList());
        });
        CompletionStage<Integer> first = plugin.send(event, "a");
        key().forbidden = List.of(event.name());
        plugin.flush();
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(first).code());

        key().forbidden = List.of();
        CompletionStage<Integer> second = plugin.send(event, "b");
        keys.revokeKey(key());
        plugin.flush();

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(second).code());
        assertEquals(List.of(), handled);
    }
}
