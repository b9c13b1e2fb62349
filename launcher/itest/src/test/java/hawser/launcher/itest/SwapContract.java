// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** One generation of a plugin follows another while it is asked all the time: nothing is lost, doubled or reordered. */
public abstract class SwapContract extends InFelix {
    private static final int SWAPS = Integer.getInteger("hawser.swaps", 6);
    private static final int DRIVERS = 4;
    /** How long, during each swap, the answers to one thread paused at most. */
    private static final Path FIGURES = Path.of("target/swap.txt");

    private final AtomicLong longestGapNs = new AtomicLong();
    private Bundle plugin;
    private volatile boolean over;

    /** {@return how it is driven} */
    protected abstract String execution();

    /** {@return how many requests of one thread may be unanswered} */
    protected abstract int window();

    @After
    public void uninstall() throws BundleException {
        if (plugin != null) {
            plugin.uninstall();
        }
    }

    private byte[] jar(String library, String swap, int interval) throws Exception {
        byte[] bytes = misbehaving(library);
        return PluginJars.with("swapped", "native/l.so", bytes, "native/l.so;events=\"echo:message:send\";execution="
                + execution() + ";swap=" + swap + ";update.interval=" + interval);
    }

    private byte[] echo(String swap, int interval) throws Exception {
        try (InputStream library = new JarFile(echoJar().toFile()).getInputStream(
                new ZipEntry("native/linux-x86-64/libecho.so"))) {
            return PluginJars.with("swapped", "native/l.so", library.readAllBytes(),
                    "native/l.so;events=\"echo:message:send\";execution=" + execution() + ";swap=" + swap
                            + ";update.interval=" + interval);
        }
    }

    private void install(byte[] jar) throws Exception {
        plugin = start(context.installBundle("test:swapped", new ByteArrayInputStream(jar)));
        assertEquals(plugin(plugin).reason().orElse(""), PluginState.ACTIVE, plugin(plugin).state());
    }

    private void update(byte[] jar) throws Exception {
        plugin.update(new ByteArrayInputStream(jar));
        service(PluginHost.class).settled().toCompletableFuture().get();
    }

    @Test
    public void shouldLoseDoubleAndReorderNothingWhenGenerationsOverlap() throws Exception {
        swapUnderLoad("overlap");
    }

    @Test
    public void shouldLoseDoubleAndReorderNothingWhenOneStopsFirst() throws Exception {
        swapUnderLoad("stop-first");
    }

    /**
     * From its own way to be driven through the others, and back. One request at a time: with inline the answers of
     * several of one thread may come on several.
     */
    @Test
    public void shouldLoseDoubleAndReorderNothingWhenItIsDrivenOtherwise() throws Exception {
        install(echo("overlap", 0));
        PluginHost host = service(PluginHost.class);
        List<FutureTask<Long>> drivers = startDrivers(1);

        for (String how : List.of("process", "inline", "process", "thread", "inline", "thread", "process",
                execution())) {
            assertEquals(how, host.drive("echo", how).execution());
        }
        over = true;

        assertTrue(sum(drivers) > DRIVERS);
        assertEquals(isIsolated() ? 7 : 9, plugin(plugin).generation()); // what is driven so already stays
        assertEquals(1, service(Channels.class).list().size());
        assertThrows(PluginException.class, () -> host.drive("echo", "magic"));
        assertEquals(execution(), plugin(plugin).execution());
    }

    private boolean isIsolated() {
        return execution().equals("process");
    }

    private List<FutureTask<Long>> startDrivers(int window) throws Exception {
        Transport transport = service(Transport.class);
        List<FutureTask<Long>> drivers = new ArrayList<>();
        for (int i = 0; i < DRIVERS; i++) {
            drivers.add(new FutureTask<>(() -> drive(transport, window)));
        }
        drivers.forEach(driver -> new Thread(driver).start());
        return drivers;
    }

    private static long sum(List<FutureTask<Long>> drivers) throws Exception {
        long requests = 0;
        for (FutureTask<Long> driver : drivers) {
            requests += driver.get();
        }
        return requests;
    }

    private void swapUnderLoad(String swap) throws Exception {
        install(echo(swap, 0));
        List<FutureTask<Long>> drivers = startDrivers(window());

        List<Long> gapsUs = new ArrayList<>();
        for (int i = 1; i <= SWAPS; i++) {
            longestGapNs.set(0);
            update(echo(swap, i));
            assertEquals(i + 1, plugin(plugin).generation());
            gapsUs.add(longestGapNs.get() / 1_000);
        }
        over = true;

        long requests = sum(drivers);
        assertTrue(requests > SWAPS);
        assertEquals(1, service(Channels.class).list().size());
        assertEquals(execution() + " " + swap, isIsolated() ? 0 : 1, mappings("memfd:l.so").stream()
                .filter(line -> line.contains("r-xp")).count());
        gapsUs.sort(null);
        Files.writeString(FIGURES, "execution=" + execution() + " swap=" + swap + " swaps=" + SWAPS + " requests="
                + requests + " gapUs p50=" + gapsUs.get(SWAPS / 2) + " max=" + gapsUs.get(SWAPS - 1) + "\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Numbered requests, some at a time; their answers come in their order. How many there were. */
    private long drive(Transport transport, int window) throws Exception {
        Queue<CompletableFuture<byte[]>> open = new ArrayDeque<>();
        AtomicLong lastAnswered = new AtomicLong(-1);
        AtomicLong reordered = new AtomicLong();
        long answeredNs = System.nanoTime();
        long asked = 0;
        long expected = 0;
        while (!over || !open.isEmpty()) {
            if (!over && open.size() < window) {
                open.add(ask(transport, asked++, lastAnswered, reordered));
            } else {
                assertEquals(expected++, ByteBuffer.wrap(open.remove().get()).getLong());
                long now = System.nanoTime();
                longestGapNs.accumulateAndGet(now - answeredNs, Math::max);
                answeredNs = now;
            }
        }
        assertEquals("reordered", 0, reordered.get());
        return expected;
    }

    private static CompletableFuture<byte[]> ask(Transport transport, long number, AtomicLong lastAnswered,
            AtomicLong reordered) {
        return transport.send(ECHO, ByteBuffer.allocate(8).putLong(number).array()).whenComplete((answer, failure) -> {
            if (lastAnswered.getAndSet(number) != number - 1) {
                reordered.incrementAndGet();
            }
        }).toCompletableFuture();
    }

    @Test
    public void shouldLoseDoubleAndReorderNothingWhenTheNewOneRefusesTheState() throws Exception {
        install(jar("refuses", "overlap", 0));
        List<FutureTask<Long>> drivers = startDrivers(window());

        for (int i = 1; i <= SWAPS; i++) {
            update(jar("refuses", "overlap", i));
            assertEquals(1, plugin(plugin).generation());
            assertTrue(plugin(plugin).reason().orElse(""), plugin(plugin).reason().orElse("").contains("load failed"));
        }
        over = true;

        assertTrue(sum(drivers) > SWAPS);
        assertEquals(1, service(Channels.class).list().size());
    }

    @Test
    public void shouldKeepTheOldGenerationServingWhenTheNewOneFails() throws Exception {
        for (String swap : List.of("overlap", "stop-first")) {
            install(echo(swap, 0));

            update(jar("init_fails", swap, 0));

            assertEquals(PluginState.ACTIVE, plugin(plugin).state());
            assertTrue(plugin(plugin).reason().orElseThrow(),
                    plugin(plugin).reason().orElseThrow().contains("initialize"));
            assertArrayEquals("still here".getBytes(UTF_8), send(ECHO, "still here".getBytes(UTF_8)));
            plugin.uninstall();
            assertEquals(List.of(), mappings("memfd:l.so"));
        }
        plugin = null;
    }

    @Test
    public void shouldServeOtherEventsWhenTheUpdateDeclaresThem() throws Exception {
        install(echo("overlap", 0));

        update(PluginJars.with("swapped", "native/l.so", misbehaving("silent"), "native/l.so;execution="
                + execution()));

        assertEquals(List.of("plugin:silent:send"), plugin(plugin).events());
        assertEquals("silent", plugin(plugin).name());
    }
}
