// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.EventHandler;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import hawser.transport.Registration;
import hawser.transport.RequestContext;
import hawser.transport.StreamListener;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What a plugin's manifest does not declare, or an administrator forbids, is refused, at once and in every form. */
public class PermissionIT extends InFelix {
    private static final Event<String, String> GET = event("get");
    private static final Event<String, String> PUT = event("put");
    private static final Event<String, String> OWN =
            Events.defineEvent("plugin").module("teller").event("ask").define(String.class, String.class);
    private static final Event<String, String> BATCHED = Events.defineEvent("kv").module("store").event("batched")
            .define(String.class, String.class, EventOptions.defaults()
                    .withBatch(BatchOptions.on().withWindow(Duration.ofMinutes(1))));

    private final List<Registration> handlers = new ArrayList<>();
    private final List<Configuration> configurations = new ArrayList<>();
    private Bundle teller;
    private Transport plugin;

    private static Event<String, String> event(String action) {
        return Events.defineEvent("kv").module("store").event(action).define(String.class, String.class);
    }

    @Before
    public void start() throws Exception {
        teller = ManifestBundles.start(context, "test.teller", Map.of("Hawser-Plugin-Name", "teller",
                "Hawser-Permissions",
                "send=\"kv:store:get,kv:store:batched,kv:store:stream\";handle=\"kv:store:put\""));
        plugin = service(teller.getBundleContext(), Transport.class);
        for (Event<String, String> each : List.of(GET, BATCHED)) {
            handlers.add(service(Transport.class).on(each, (payload, request) -> payload));
        }
    }

    @After
    public void stop() throws BundleException, IOException {
        handlers.forEach(Registration::close);
        for (Configuration configuration : configurations) {
            configuration.delete();
        }
        teller.uninstall();
    }

    @Test
    public void shouldSendWhatItDeclaresAndItsOwnEventsOnly() throws Exception {
        long before = unauthorized("teller");

        assertEquals("x", plugin.send(GET, "x").toCompletableFuture().get());
        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(plugin.send(OWN, "x")).code());
        TransportException refusal = failureOf(plugin.send(PUT, "x"));

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, refusal.code());
        assertEquals("teller", refusal.pluginName().orElseThrow());
        assertEquals(before + 1, unauthorized("teller"));
    }

    @Test
    public void shouldHandleWhatItDeclaresAndItsOwnEventsOnly() throws Exception {
        handlers.add(plugin.on(PUT, (payload, request) -> "put " + payload));
        handlers.add(plugin.on(OWN, (payload, request) -> "own " + payload));

        assertEquals("put x", send(PUT, "x"));
        assertEquals("own x", send(OWN, "x"));
        Event<String, String> undeclared = event("undeclared");
        assertUnauthorized(() -> plugin.on(undeclared, (payload, request) -> payload));
        assertUnauthorized(() -> plugin.onAsync(undeclared, (payload, request) -> null));
        assertUnauthorized(() -> plugin.onStream(undeclared, (payload, stream) -> { }));
    }

    private static void assertUnauthorized(org.junit.function.ThrowingRunnable action) {
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, assertThrows(TransportException.class, action).code());
    }

    @Test
    public void shouldFollowTheAdministratorsConfigurationAtOnce() throws Exception {
        handlers.add(plugin.on(PUT, (payload, request) -> "put " + payload));
        Configuration narrow = configure("plugin", "teller", "send", "kv:other:*", "handle", "none:of:these");

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(plugin.send(GET, "x")).code());
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(service(Transport.class).send(PUT, "x")).code());

        narrow.update(properties("plugin", "teller", "send", "*", "handle", "*"));
        assertEquals("x", plugin.send(GET, "x").toCompletableFuture().get());
        assertEquals("put x", send(PUT, "x"));
        assertEquals("configuration only narrows", ErrorCode.PLUGIN_UNAUTHORIZED,
                failureOf(plugin.send(PUT, "x")).code());

        narrow.update(properties("plugin", "teller", "send", "no pattern:"));
        assertEquals("what cannot be read permits nothing", ErrorCode.PLUGIN_UNAUTHORIZED,
                failureOf(plugin.send(GET, "x")).code());
    }

    @Test
    public void shouldNarrowWhatABundleWithoutAPluginNameMayDo() throws Exception {
        String probe = context.getBundle().getSymbolicName();
        assertEquals("x", send(GET, "x"));

        configure("plugin", probe, "send", "kv:store:batched");

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(service(Transport.class).send(GET, "x")).code());
    }

    @Test
    public void shouldNarrowWhatANativePluginAnswers() throws Exception {
        Bundle echo = startEcho();
        send(ECHO, new byte[1]);

        configure("plugin", "echo", "handle", "");

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED,
                failureOf(service(Transport.class).send(ECHO, new byte[1])).code());
        assertTrue(unauthorized("echo") > 0);
        echo.uninstall();
    }

    @Test
    public void shouldJudgeABatchedRequestWhenItIsAddedAndWhenItIsSent() throws Exception {
        CompletionStage<String> waiting = plugin.send(BATCHED, "x");
        configure("plugin", "teller", "send", "");

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(plugin.send(BATCHED, "y")).code());
        plugin.flush();
        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(waiting).code());
    }

    @Test
    public void shouldJudgeAStreamWhenItIsAskedForAndWhenItIsSubscribedTo() throws Exception {
        Event<String, String> stream = event("stream");
        handlers.add(service(Transport.class).onStream(stream, (payload, out) -> out.emit(payload)));
        assertEquals("x", first(plugin, stream).get());
        configure("plugin", "teller", "send", "");

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, failureOf(first(plugin, stream)).code());
    }

    private static CompletableFuture<String> first(Transport transport, Event<String, String> event) {
        CompletableFuture<String> first = new CompletableFuture<>();
        transport.stream(event, "x", new StreamListener<String>() {
            @Override
            public void onData(String item) {
                first.complete(item);
            }

            @Override
            public void onError(TransportException failure) {
                first.completeExceptionally(failure);
            }
        });
        return first;
    }

    private static final class Answers implements EventHandler<String, String> {
        private final Event<String, String> event;

        Answers(Event<String, String> event) {
            this.event = event;
        }

        @Override
        public Event<String, String> event() {
            return event;
        }

        @Override
        public CompletionStage<String> handle(String payload, RequestContext request) {
            return CompletableFuture.completedStage("service " + payload);
        }
    }

    @Test
    public void shouldGiveNoPlaceToAHandlerServiceUntilItsBundleMayHandleTheEvent() throws Exception {
        Configuration narrow = configure("plugin", "teller", "handle", "");
        var service = teller.getBundleContext().registerService(EventHandler.class, new Answers(PUT), null);
        assertFalse(service(EventCatalog.class).find(PUT.name()).isPresent());

        configurations.remove(narrow);
        narrow.delete();
        assertEquals("service x", send(PUT, "x"));

        configure("plugin", "teller", "handle", "");
        assertFalse(service(EventCatalog.class).find(PUT.name()).isPresent());
        service.unregister();
    }

    @Test
    public void shouldCountWhatANarrowedPluginTriesInNobodysNameButItsOwn() throws Exception {
        long before = unauthorized("");
        for (int i = 0; i < 1000; i++) {
            failureOf(plugin.send(PUT, "x"));
        }

        assertTrue(unauthorized("teller") >= 1000);
        assertEquals(before, unauthorized(""));
    }

    private long unauthorized(String name) throws InterruptedException {
        return service(PluginKeyManager.class).refusals().stream()
                .filter(each -> each.name().equals(name) && each.code() == ErrorCode.PLUGIN_UNAUTHORIZED)
                .mapToLong(Refusals::count).sum();
    }

    private Configuration configure(String... keysAndValues) throws Exception {
        Configuration configuration =
                service(ConfigurationAdmin.class).createFactoryConfiguration("hawser.permissions", "?");
        configuration.update(properties(keysAndValues));
        configurations.add(configuration);
        return configuration;
    }

    private static Hashtable<String, Object> properties(String... keysAndValues) {
        Hashtable<String, Object> properties = new Hashtable<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }
}
