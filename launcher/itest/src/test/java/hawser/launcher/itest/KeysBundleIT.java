// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Registration;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The keys bundle leaves and comes back under load: meanwhile all is refused, afterwards all works by itself. */
public class KeysBundleIT extends InFelix {
    private static final Event<Integer, Integer> NEXT =
            Events.defineEvent("restart").module("number").event("next").define(Integer.class, Integer.class);
    private static final Event<Integer, Integer> ASKED =
            Events.defineEvent("plugin").module("stayer").event("asked").define(Integer.class, Integer.class);
    /** What may happen to a request while there are no keys, and no handlers of plugins in Java. */
    private static final Set<ErrorCode> OUTAGE = EnumSet.of(ErrorCode.INVALID_PLUGIN_KEY, ErrorCode.UNKNOWN_EVENT,
            ErrorCode.PLUGIN_STOPPED, ErrorCode.TRANSPORT_DESTROYED);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);

    private final Set<ErrorCode> seen = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final List<Registration> handlers = new ArrayList<>();
    private Bundle echo;
    private Bundle stayer;
    private Bundle keysBundle;
    private Transport plugin;
    private Transport probe;

    @Before
    public void start() throws Exception {
        echo = startEcho();
        keysBundle = installed("hawser.transport.keys");
        stayer = ManifestBundles.start(context, "test.stayer", Map.of("Hawser-Plugin-Name", "stayer",
                "Hawser-Permissions", "send=\"restart:*:*,echo:*:*\""));
        probe = service(Transport.class);
        plugin = service(stayer.getBundleContext(), Transport.class);
        handlers.add(probe.on(NEXT, (number, request) -> number + 1));
        handlers.add(plugin.on(ASKED, (number, request) -> number + 1));
    }

    @After
    public void stop() throws BundleException {
        keysBundle.start();
        handlers.forEach(Registration::close);
        stayer.uninstall();
        echo.uninstall();
    }

    @Test
    public void shouldRefuseEverythingWithoutKeys() throws Exception {
        PluginKey key = service(PluginKeyManager.class).keys().get(0);

        keysBundle.stop();

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(plugin.send(NEXT, 1)).code());
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(probe.send(NEXT, 1)).code());
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(probe.send(ECHO, new byte[1])).code());
        assertTrue(!key.isValid());
        assertEquals(PluginState.ACTIVE, plugin(echo).state());
        assertEquals(Optional.empty(), plugin(echo).keyFingerprint());
        assertTrue(plugin(echo).reason().orElseThrow().contains("hawser.transport.keys"));
    }

    @Test
    public void shouldLoadPluginsThatWereStartedWithoutKeysWhenKeysComeBack() throws Exception {
        keysBundle.stop();
        echo.stop();
        echo.start();
        CompletableFuture<Void> settled = service(PluginHost.class).settled().toCompletableFuture();
        assertNotEquals(PluginState.ACTIVE, plugin(echo).state());

        keysBundle.start();

        settled.get();
        awaitSuccess();
        assertEquals(PluginState.ACTIVE, plugin(echo).state());
        assertEquals(2, plugin(echo).generation());
    }

    @Test
    public void shouldWorkAgainByItselfWhenStoppedStartedAndUpdatedUnderLoad() throws Exception {
        List<Thread> senders = List.of(
                sender(() -> plugin.send(NEXT, 1).toCompletableFuture().join()),
                sender(() -> probe.send(ASKED, 1).toCompletableFuture().join()),
                sender(() -> probe.send(ECHO, new byte[1]).toCompletableFuture().join()));
        String fingerprint = "";
        for (int i = 0; i < 5; i++) {
            awaitSuccess();
            assertNotEquals(fingerprint, fingerprint = fingerprintOf("stayer"));
            keysBundle.stop();
            assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(plugin.send(NEXT, 1)).code());
            keysBundle.start();
            awaitSuccess();
            try (InputStream same = Files.newInputStream(keysJar())) {
                keysBundle.update(same);
            }
        }
        awaitSuccess();
        done.set(true);
        for (Thread each : senders) {
            each.join();
        }

        assertEquals(1, plugin(echo).generation());
        assertEquals(Optional.of(fingerprintOf("echo")), plugin(echo).keyFingerprint());
        assertEquals(begun.get(), ended.get());
        assertTrue(seen.toString(), OUTAGE.containsAll(seen));
    }

    private String fingerprintOf(String name) throws InterruptedException {
        return service(PluginKeyManager.class).keys().stream().filter(key -> key.owner().name().equals(name))
                .findFirst().orElseThrow().fingerprint();
    }

    private static Path keysJar() throws java.io.IOException {
        try (Stream<Path> files = Files.walk(dist().resolve("bundle"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("hawser.transport.keys")).findFirst()
                    .orElseThrow();
        }
    }

    private interface Call {
        void call();
    }

    private Thread sender(Call call) {
        Thread thread = new Thread(() -> {
            while (!done.get()) {
                begun.incrementAndGet();
                succeeds(call);
                ended.incrementAndGet();
            }
        });
        thread.start();
        return thread;
    }

    private boolean succeeds(Call call) {
        try {
            call.call();
            return true;
        } catch (CompletionException e) {
            seen.add(((TransportException) e.getCause()).code());
            return false;
        }
    }

    /** Without any help but time, each of the three ways works. */
    private void awaitSuccess() {
        List<Call> calls = List.of(() -> plugin.send(NEXT, 1).toCompletableFuture().join(),
                () -> probe.send(ASKED, 1).toCompletableFuture().join(),
                () -> probe.send(ECHO, new byte[1]).toCompletableFuture().join());
        long since = System.nanoTime();
        while (!calls.stream().allMatch(this::succeeds)) {
            assertTrue("not all succeed: " + seen, System.nanoTime() - since < PATIENCE_NS);
            Thread.onSpinWait();
        }
    }
}
