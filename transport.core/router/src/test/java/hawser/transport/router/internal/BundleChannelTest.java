// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.LegacyChannel;
import hawser.transport.PluginIdentity;
import hawser.transport.Registration;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleChannelTest {
    private static final Event<Get, Value> GET =
            Events.defineEvent("storage").module("kv").event("get").define(Get.class, Value.class);
    private static final Event<Get, Void> TOLD =
            Events.defineEvent("storage").module("kv").event("told").define(Get.class);

    private final Router router = new Router();
    private final TestKeys keys = new TestKeys();
    private final BundleTransport transport = router.open(Caller.own("typed"));
    private final LegacyChannel channel = new BundleChannel(router.open(Caller.own("legacy")));

    record Get(String key) {
    }

    record Value(String text, int version) {
    }

    @BeforeEach
    void useKeys() {
        router.useKeys(keys);
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage:kv:get", "event", "a:b", "a:b:c:d", "Search Q", "/a/b", "äöü", ":::"})
    void shouldCarryAnyNameAndHandDataOverByReference(String name) {
        Object data = new Object();
        channel.regChannel(name, (given, context) -> given);

        assertSame(data, join(channel.send(name, data)));
    }

    @Test
    void shouldReachATypedHandlerWithPlainDataAndGetPlainData() {
        transport.on(GET, (get, context) -> new Value(get.key() + "!", 3));

        assertEquals(Map.of("text", "a!", "version", 3), join(channel.send("storage:kv:get", Map.of("key", "a"))));
        assertEquals(Map.of("text", "b!", "version", 3), join(channel.send("storage:kv:get", new Get("b"))));
    }

    @Test
    void shouldHandleATypedRequestWithPlainData() {
        channel.regChannel("storage:kv:get", (data, context) ->
                Map.of("text", ((Map<?, ?>) data).get("key") + "?", "version", 1));

        assertEquals(new Value("a?", 1), join(transport.send(GET, new Get("a"))));
    }

    @Test
    void shouldNameThePlaceWhereDataDoesNotFit() {
        transport.on(GET, (get, context) -> new Value(get.key(), 1));
        TransportException payload = failureOf(channel.send("storage:kv:get", Map.of("key", "a", "kee", "b")));
        router.table().entries().forEach(entry -> assertEquals(List.of("typed"), entry.handlers()));

        assertEquals(ErrorCode.DESERIALIZE_FAILED, payload.code());
        assertTrue(payload.getMessage().endsWith("/kee"), payload.getMessage());
        assertEquals(ErrorCode.SERIALIZE_FAILED,
                failureOf(channel.send("storage:kv:get", Map.of("key", new Object()))).code());
    }

    @Test
    void shouldNameThePlaceWhereALegacyAnswerDoesNotFit() {
        channel.regChannel("storage:kv:get", (data, context) -> Map.of("text", "a", "version", "one"));

        TransportException answer = failureOf(transport.send(GET, new Get("a")));

        assertEquals(ErrorCode.DESERIALIZE_FAILED, answer.code());
        assertTrue(answer.getMessage().startsWith("the answer: "), answer.getMessage());
        assertTrue(answer.getMessage().endsWith("/version"), answer.getMessage());
    }

    @Test
    void shouldGiveNullBetweenNamesAndNoResponseWhereATypeRequiresAnAnswer() {
        channel.regChannel("storage:kv:get", (data, context) -> null);

        assertNull(join(channel.send("storage:kv:get", null)));
        assertEquals(ErrorCode.NO_RESPONSE, failureOf(transport.send(GET, new Get("a"))).code());
    }

    @Test
    void shouldTellAndHearNotificationsWithAllOthers() {
        List<Object> heard = new ArrayList<>();
        channel.regChannel("storage:kv:told", (data, context) -> heard.add(data));
        transport.on(TOLD, (get, context) -> {
            heard.add(get);
            return null;
        });
        channel.regChannel("storage:kv:told", (data, context) -> heard.add(data));

        join(transport.send(TOLD, new Get("a")));
        assertNull(join(channel.send("storage:kv:told", Map.of("key", "b"))));

        Map<String, String> a = Map.of("key", "a");
        Map<String, String> b = Map.of("key", "b");
        assertEquals(List.of(a, new Get("a"), a, b, new Get("b"), b), heard);
    }

    @Test
    void shouldRefuseASecondHandlerWhateverItsKind() {
        Registration legacy = channel.regChannel("storage:kv:get", (data, context) -> null);

        assertEquals(ErrorCode.INVALID_EVENT, assertThrows(TransportException.class,
                () -> transport.on(GET, (get, context) -> null)).code());
        assertEquals(ErrorCode.INVALID_EVENT, assertThrows(TransportException.class,
                () -> channel.regChannel("storage:kv:get", (data, context) -> null)).code());
        legacy.close();
        transport.on(GET, (get, context) -> null);
        assertEquals(ErrorCode.INVALID_EVENT, assertThrows(TransportException.class,
                () -> channel.regChannel("storage:kv:get", (data, context) -> null)).code());
    }

    @Test
    void shouldPassTheSameChecksAsTypedEvents() {
        TestKeys.Key key = keys.issue(new PluginIdentity("echo", true, 7, 1));
        LegacyChannel plugin = new BundleChannel(router.open(Caller.of(keys, key)));
        channel.regChannel("who", (data, context) -> context.plugin().map(PluginIdentity::name).orElse("Hawser"));

        assertEquals("echo", join(plugin.send("who", null)));
        assertEquals("Hawser", join(channel.send("who", null)));
        keys.revokeKey(key);
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(plugin.send("who", null)).code());
        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(channel.send("nobody", null)).code());
        assertThrows(IllegalArgumentException.class, () -> channel.send("", null));
    }

    @Test
    void shouldSendBytesAsBytesAndAllElseAsADocumentToATargetOfBytes() {
        List<Exchange> taken = new ArrayList<>();
        Event<byte[], byte[]> raw = Events.defineNamed("echo:message:send").define(byte[].class, byte[].class);
        router.table().add(Destination.of(new Target() {
            @Override
            public String name() {
                return "plugin echo";
            }

            @Override
            public List<Event<?, ?>> events() {
                return List.of(raw);
            }

            @Override
            public void accept(Exchange exchange) {
                taken.add(exchange);
                exchange.reply(exchange.payload());
            }
        }, raw));

        assertArrayEquals(new byte[] {1}, (byte[]) join(channel.send("echo:message:send", new byte[] {1})));
        assertEquals(Map.of("a", 1), join(channel.send("echo:message:send", Map.of("a", 1))));

        assertEquals(byte[].class, taken.get(0).event().responseType());
        assertEquals(Object.class, taken.get(1).event().responseType());
    }

    private static TransportException failureOf(CompletionStage<?> stage) {
        CompletionException thrown = assertThrows(CompletionException.class, () -> join(stage));
        return (TransportException) thrown.getCause();
    }
}
