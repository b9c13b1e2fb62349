// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginChange;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What plugins in this process leave behind: nothing, or else it is told, and harms nobody else. */
public class LeftoversIT extends InFelix {
    private static final int CYCLES = Integer.getInteger("hawser.cycles", 25);
    private static final int WARM = 5;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(120);
    /** There are more or fewer of them as Java needs them, and the host, whose loaders end when idle for a minute. */
    private static final Pattern AS_NEEDED = Pattern.compile("(GC Thread|G1 |C[12] Comp|VM |hawser-loader).*|");
    private static final Path FIGURES = Path.of("target/leftovers.txt");

    private Bundle plugin;

    @After
    public void uninstall() throws BundleException {
        if (plugin != null && plugin.getState() != Bundle.UNINSTALLED) {
            plugin.uninstall();
        }
    }

    private static Event<byte[], byte[]> send(String name) {
        return Events.defineEvent("plugin").module(name).event("send").define(byte[].class, byte[].class);
    }

    private <T> void await(String what, Callable<T> now, T expected) throws Exception {
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        for (T found = now.call(); !expected.equals(found); found = now.call()) {
            assertTrue(what + ": " + found, System.nanoTime() - deadlineNs < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private PluginInfo now() throws InterruptedException {
        return plugin(plugin);
    }

    private void configureHangTimeout(int milliseconds) throws Exception {
        Configuration configuration = service(ConfigurationAdmin.class).getConfiguration("hawser.plugin.host", "?");
        configuration.update(new Hashtable<>(Map.of("hang.timeout", milliseconds)));
    }

    private void unconfigure() throws Exception {
        service(ConfigurationAdmin.class).getConfiguration("hawser.plugin.host", "?").delete();
    }

    @Test
    public void shouldGiveUpOnAPluginThatHangsUntilItComesBack() throws Exception {
        configureHangTimeout(1000); // of echo, too, which may be kept waiting for a processor
        try {
            for (String execution : List.of("thread", "inline")) {
                hang(execution);
            }
        } finally {
            unconfigure();
        }
    }

    private void hang(String execution) throws Exception {
        Path file = Files.createTempFile("hangs", null);
        plugin = start(install("hangs", misbehaving("hangs"), execution));
        Bundle other = startEcho();
        Transport transport = service(Transport.class);
        CompletionStage<?>[] stages = new CompletionStage<?>[1];
        Thread caller = new Thread(() -> stages[0] = transport.send(send("hangs"), file.toString().getBytes(UTF_8)));
        caller.start();

        await("given up", () -> now().state(), PluginState.FAILED);
        assertTrue(now().reason().orElse(""), now().reason().orElse("").startsWith("hung:"));
        assertEquals(1, now().remains().size());
        assertArrayEquals("on".getBytes(UTF_8), send(ECHO, "on".getBytes(UTF_8)));
        assertEquals(ErrorCode.PLUGIN_STOPPED, failureOf(transport.send(send("hangs"), new byte[1])).code());

        Files.delete(file);
        await("come back", () -> now().remains(), List.of());
        caller.join();
        if (execution.equals("thread")) {
            assertEquals(ErrorCode.TIMEOUT, failureOf(stages[0]).code());
        }
        await("unmapped", () -> mappings("memfd:l.so"), List.of());
        other.uninstall();
        plugin.uninstall();
    }

    @Test
    public void shouldRefuseToSwapALibraryThatCannotBeUnloaded() throws Exception {
        plugin = start(context.installBundle("test:unique", new ByteArrayInputStream(unique("thread"))));
        assertArrayEquals(new byte[] {1}, send(send("unique"), new byte[1]));

        update(unique("thread;update.interval=7"));
        assertEquals(PluginState.ACTIVE, now().state());
        assertTrue(now().reason().orElse(""), now().reason().orElse("").contains("-fno-gnu-unique"));
        assertArrayEquals(new byte[] {2}, send(send("unique"), new byte[1]));

        update(unique("process"));
        assertEquals("process", now().execution());
        assertArrayEquals(new byte[] {1}, send(send("unique"), new byte[1]));
        String remains = now().remains().toString();
        assertTrue(remains, remains.contains("does not let go: the unique symbol _ZN7Counter5countE"));
    }

    /**
     * Driven by a thread of the core it ends with that; a caller's thread lives on, and what is its own with it. The
     * next generation is another copy, with statics of its own: it can be swapped all the same.
     */
    @Test
    public void shouldTellThatThreadLocalObjectsKeepALibrary() throws Exception {
        for (String execution : List.of("thread", "inline")) {
            plugin = start(context.installBundle("test:lingers", new ByteArrayInputStream(PluginJars.with("lingers",
                    "native/lingers.so", misbehaving("lingers"), "native/lingers.so;execution=" + execution))));
            assertArrayEquals(new byte[] {7}, send(send("lingers"), new byte[] {7}));
            boolean stays = execution.equals("inline");
            update(PluginJars.with("lingers", "native/lingers.so", misbehaving("lingers"),
                    "native/lingers.so;execution=" + execution + ";update.interval=7"));
            assertEquals(2, now().generation());
            assertEquals(stays, now().remains().toString().contains("the code of 1 of its libraries"));
            assertArrayEquals(new byte[] {8}, send(send("lingers"), new byte[] {8}));
            plugin.stop();

            String remains = now().remains().toString();
            assertTrue(execution + ": " + remains, stays ? remains.contains("thread_local") : remains.equals("[]"));
            assertEquals(stays, !mappings("memfd:lingers.so").isEmpty());
            plugin.uninstall();
        }
    }

    @Test
    public void shouldKeepALibraryWhoseThreadsRunUntilTheyEnd() throws Exception {
        for (String execution : List.of("thread", "inline")) {
            Path file = Files.createTempFile("threads", null);
            plugin = start(context.installBundle("test:threads", new ByteArrayInputStream(PluginJars.with("threads",
                    "native/threads-while.so", misbehaving("threads"), "native/threads-while.so;execution="
                            + execution))));
            assertEquals("64", new String(send(send("threads"), file.toString().getBytes(UTF_8)), UTF_8));
            plugin.stop();

            assertEquals(PluginState.STOPPED, now().state());
            assertTrue(now().remains().toString(), now().remains().toString().contains("threads that it began"));
            assertFalse(mappings("memfd:threads-while.so").isEmpty());

            Files.delete(file);
            await("let go", () -> now().remains(), List.of());
            assertEquals(List.of(), mappings("memfd:threads-while.so"));
            plugin.uninstall();
        }
        Cases.row(37, "thread", "threads-while.so", "STOPPED; stays loaded, and is told of, until its threads end");
    }

    /** It stays mapped as long as this Java runs: under a name that no other test looks for. */
    private static byte[] unique(String execution) throws IOException {
        return PluginJars.with("unique", "native/unique.so", misbehaving("unique"),
                "native/unique.so;execution=" + execution);
    }

    private void update(byte[] jar) throws Exception {
        plugin.update(new ByteArrayInputStream(jar));
        service(PluginHost.class).settled().toCompletableFuture().get();
    }

    /** Descriptors, threads and mappings of this process. */
    private static Map<String, Long> held() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                Stream<Path> threads = Files.list(Path.of("/proc/self/task"));
                Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            Set<String> mapped = maps.filter(line -> line.contains("memfd:")).collect(Collectors.toSet());
            return Map.of("descriptors", descriptors.count(), "threads",
                    threads.filter(thread -> !AS_NEEDED.matcher(name(thread)).matches()).count(), "memfds",
                    (long) mapped.size());
        }
    }

    /** None of one that has ended meanwhile. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    public void shouldHoldNoMoreThanBeforeWhenPluginsWereLoadedAndUnloadedOften() throws Exception {
        for (String execution : List.of("thread", "inline")) {
            plugin = install(echoJar(), execution);
            cycle(WARM);
            Map<String, Long> before = held();
            long beganNs = System.nanoTime();

            cycle(CYCLES);

            long cycleUs = (System.nanoTime() - beganNs) / 1_000 / CYCLES;
            await("no more memory mapped", () -> held().get("memfds"), before.get("memfds"));
            await("no more descriptors", () -> held().get("descriptors") <= before.get("descriptors"), true);
            await("no more threads", () -> held().get("threads") <= before.get("threads"), true);
            assertEquals(List.of(), service(Channels.class).list());
            Files.writeString(FIGURES, "execution=" + execution + " cycles=" + CYCLES + " cycleUs=" + cycleUs
                    + " before=" + before + " after=" + held() + "\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            plugin.uninstall();
        }
    }

    @Test
    public void shouldTellEachChangeOfItsStateOnceAsAnEvent() throws Exception {
        BlockingQueue<PluginChange> told = new LinkedBlockingQueue<>();
        plugin = install(echoJar(), "thread");
        Registration listening = service(Transport.class).on(PluginChange.EVENT, (change, context) -> {
            told.add(change);
            return null;
        });
        try {
            start(plugin);
            plugin.stop();

            for (PluginState state : List.of(PluginState.LOADING, PluginState.ACTIVE, PluginState.DRAINING,
                    PluginState.STOPPED)) {
                PluginChange change = told.poll(60, TimeUnit.SECONDS);
                assertEquals(new PluginChange(change.name(), 1, state, ""), change);
            }
        } finally {
            listening.close();
        }
        assertTrue(told.isEmpty());
    }

    private void cycle(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            start(plugin);
            assertArrayEquals(new byte[] {7}, send(ECHO, new byte[] {7}));
            plugin.stop();
            assertEquals(PluginState.STOPPED, now().state());
            assertEquals(List.of(), now().remains());
        }
    }
}
