// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Registration;
import hawser.transport.StreamListener;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keys are rotated while everybody sends: no valid call fails, and old keys die. */
public class KeyRotationIT extends InFelix {
    private static final Event<Integer, Integer> NEXT =
            Events.defineEvent("rotate").module("number").event("next").define(Integer.class, Integer.class);
    private static final Event<Integer, Integer> ASKED =
            Events.defineEvent("plugin").module("rotor").event("asked").define(Integer.class, Integer.class);
    private static final Event<Integer, Integer> COUNT =
            Events.defineEvent("rotate").module("number").event("count").define(Integer.class, Integer.class);
    private static final int ROTATIONS = 300;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final List<Registration> handlers = new ArrayList<>();
    private PluginKeyManager keys;
    private Bundle echo;
    private Bundle rotor;
    private Transport plugin;
    private Configuration grace;

    @Before
    public void start() throws Exception {
        keys = service(PluginKeyManager.class);
        echo = startEcho();
        rotor = ManifestBundles.start(context, "test.rotor", Map.of("Hawser-Plugin-Name", "rotor",
                "Hawser-Permissions", "send=\"rotate:*:*,echo:*:*\""));
        plugin = service(rotor.getBundleContext(), Transport.class);
        handlers.add(service(Transport.class).on(NEXT, (number, request) -> number + 1));
        handlers.add(plugin.on(ASKED, (number, request) -> number + 1));
        handlers.add(service(Transport.class).onStream(COUNT, (number, stream) -> {
            for (int i = 0; i < number; i++) {
                stream.emit(i);
            }
        }));
        grace = service(ConfigurationAdmin.class).getConfiguration("hawser.transport.keys", "?");
    }

    @After
    public void stop() throws BundleException, java.io.IOException {
        grace.delete();
        handlers.forEach(Registration::close);
        rotor.uninstall();
        echo.uninstall();
    }

    @Test
    public void shouldFailNoValidCallWhileKeysAreRotated() throws Exception {
        Transport probe = service(Transport.class);
        List<Thread> senders = List.of(
                sender(i -> assertEquals(i + 1, (int) plugin.send(NEXT, i).toCompletableFuture().join())),
                sender(i -> assertEquals(i + 1, (int) probe.send(ASKED, i).toCompletableFuture().join())),
                sender(i -> assertEquals((byte) i,
                        plugin.send(ECHO, new byte[] {(byte) i}).toCompletableFuture().join()[0])),
                sender(i -> assertEquals(20, count(20).join().size())));

        List<PluginKey> old = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < ROTATIONS; i++) {
            for (PluginKey key : keys.keys()) {
                old.add(key);
                assertNotEquals(key, keys.rotateKey(key).orElseThrow());
            }
            before = awaitMoreThan(before);
        }
        done.set(true);
        for (Thread each : senders) {
            each.join();
        }

        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(2 * ROTATIONS, old.size());
        assertTrue("within their grace, old keys still judge", old.get(old.size() - 1).isValid());
        keys.keys().forEach(key -> assertTrue(key.isValid()));
        Cases.row(65, "all", "rotated " + old.size() + " times under load", sent + " calls, none failed");
    }

    @Test
    public void shouldLetAnOldKeyDieWhenItsGraceHasPassed() throws Exception {
        grace.update(new Hashtable<>(Map.of("rotation.grace", 1L)));
        awaitGrace();

        assertTrue(keys.keys().stream().allMatch(PluginKey::isValid));
        assertEquals(5, (int) plugin.send(NEXT, 4).toCompletableFuture().get());
    }

    /** The configuration reaches the component in its own time, so it is rotated until an old key dies. */
    private void awaitGrace() {
        boolean died = false;
        while (!died) {
            PluginKey old = keys.keys().get(0);
            keys.rotateKey(old).orElseThrow();
            for (int i = 0; i < 1000 && !died; i++) {
                Thread.yield();
                died = !old.isValid();
            }
        }
    }

    private CompletableFuture<List<Integer>> count(int number) {
        CompletableFuture<List<Integer>> all = new CompletableFuture<>();
        List<Integer> items = new ArrayList<>();
        plugin.stream(COUNT, number, new StreamListener<Integer>() {
            @Override
            public void onData(Integer item) {
                items.add(item);
            }

            @Override
            public void onError(TransportException failure) {
                all.completeExceptionally(failure);
            }

            @Override
            public void onEnd() {
                all.complete(items);
            }
        });
        return all;
    }

    private interface Call {
        void call(int number);
    }

    private Thread sender(Call call) {
        Thread thread = new Thread(() -> {
            for (int i = 0; !done.get(); i++) {
                try {
                    call.call(i);
                } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                }
                sent.incrementAndGet();
            }
        });
        thread.start();
        return thread;
    }

    private long awaitMoreThan(long before) {
        long begun = System.nanoTime();
        while (sent.get() <= before) {
            assertTrue("no more was sent: " + sent, System.nanoTime() - begun < PATIENCE_NS);
            Thread.onSpinWait();
        }
        return sent.get();
    }
}
