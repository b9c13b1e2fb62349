// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import hawser.plugin.host.PluginChange;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Some isolated plugins crash all the time, while others carry load. Figures: {@code target/isolation.txt}. */
public class CrashLoadIT extends Isolated {
    private static final Path FIGURES = Path.of("target/isolation.txt");
    private static final int DYING = 10;
    private static final int CRASHES = Integer.getInteger("hawser.zoo.crashes", 20);
    private static final int HEALTHY = Integer.getInteger("hawser.zoo.healthy", 5);
    private static final int CRASHES_IN_A_TURN = 5;
    private static final int BASE = 1000;
    /** Two thousand requests in a second. */
    private static final long PERIOD_NS = 500_000;
    private static final int MANY = Integer.getInteger("hawser.zoo.many", 5);

    private final List<Bundle> plugins = new ArrayList<>();

    @Before
    public void startAll() throws Exception {
        configure("hawser.plugin.process", Map.of("crash.limit", 1_000_000, "restart.delay", 0L));
        for (int i = 0; i < DYING + HEALTHY; i++) {
            plugins.add(startIsolated("dies-copy" + i + ".so", misbehaving("dies")));
        }
    }

    @After
    public void uninstallAll() throws Exception {
        for (Bundle plugin : plugins) {
            plugin.uninstall();
        }
        assertEquals(List.of(), runners());
    }

    /** With and without crashes in turns, so that what else the machine does meets both; before that Java gets warm. */
    @Test
    @SuppressWarnings("try") // it listens for as long
    public void shouldServeThoseThatLiveWhileOthersCrash() throws Exception {
        List<PacedLoad.Trip> quiet = new ArrayList<>();
        List<PacedLoad.Trip> among = new ArrayList<>();
        List<Long> restarts = new ArrayList<>();
        BlockingQueue<PluginChange> changes = new LinkedBlockingQueue<>();
        Transport transport = service(Transport.class);
        try (Registration listening = transport.on(PluginChange.EVENT, (change, request) -> {
            changes.add(change);
            return null;
        })) {
            loadWhile(() -> crashSome(CRASHES, changes, new ArrayList<>()));
            for (int turn = 0; turn < CRASHES / CRASHES_IN_A_TURN; turn++) {
                quiet.addAll(new PacedLoad(transport, healthy(), PERIOD_NS, BASE).end());
                among.addAll(loadWhile(() -> crashSome(CRASHES_IN_A_TURN, changes, restarts)));
            }
        }

        tell(restarts, "restart after a crash");
        tellAll(quiet, "no crash");
        tellAll(among, restarts.size() + " crashes");
        for (Bundle plugin : plugins) {
            assertEquals(PluginState.ACTIVE, plugin(plugin).state());
        }
    }

    private List<PacedLoad.Trip> loadWhile(Callable<?> action) throws Exception {
        PacedLoad load = new PacedLoad(service(Transport.class), healthy(), PERIOD_NS, 1);
        try {
            action.call();
        } finally {
            load.end();
        }
        return load.end();
    }

    private static List<Event<byte[], byte[]>> healthy() {
        return IntStream.range(DYING, DYING + HEALTHY).mapToObj(CrashLoadIT::sendTo).toList();
    }

    private Void crashSome(int count, BlockingQueue<PluginChange> changes, List<Long> restarts) throws Exception {
        for (int i = 0; i < count; i++) {
            restarts.add(crash(restarts.size() % DYING, changes));
        }
        return null;
    }

    /** What each takes: time to start, and memory of its own and of its share of what is shared. */
    @Test
    public void shouldStartMany() throws Exception {
        Set<Long> before = new HashSet<>(runners());
        long begun = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            plugins.add(startIsolated("dies-copy" + (100 + i) + ".so", misbehaving("dies")));
        }
        long tookNs = System.nanoTime() - begun;

        List<Long> started = runners().stream().filter(pid -> !before.contains(pid)).toList();
        assertEquals(MANY, started.size());
        long kib = 0;
        for (long pid : started) {
            kib += proportionalKib(pid);
        }
        tell(String.format("%d isolated plugins: %d ms each to start, %d KiB each",
                MANY, tookNs / MANY / 1_000_000, kib / MANY));
    }

    private static long proportionalKib(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:")).mapToLong(line ->
                    Long.parseLong(line.replaceAll("\\D", ""))).sum();
        }
    }

    /** How long it took from its caller's failure until it served again. Waits asleep, as processors are for others. */
    private long crash(int which, BlockingQueue<PluginChange> changes) throws Exception {
        int generation = plugin(plugins.get(which)).generation();
        assertEquals(ErrorCode.PLUGIN_CRASHED,
                failureOf(service(Transport.class).send(sendTo(which), "segv".getBytes(UTF_8))).code());
        long begun = System.nanoTime();
        PluginChange change;
        do {
            change = changes.poll(30, TimeUnit.SECONDS);
            assertNotNull("plugin " + which + " must be ACTIVE again", change);
        } while (!change.name().equals("dies" + which) || change.state() != PluginState.ACTIVE
                || change.generation() <= generation);
        return System.nanoTime() - begun;
    }

    private static void tell(String figures) throws IOException {
        Files.writeString(FIGURES, figures + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void tellAll(List<PacedLoad.Trip> trips, String meanwhile) throws IOException {
        tell(trips.stream().map(PacedLoad.Trip::takenNs).toList(), "a message to the others, " + meanwhile);
        tell(trips.stream().map(PacedLoad.Trip::wholeNs).toList(), "and from when it was due, " + meanwhile);
    }

    private static void tell(List<Long> timesNs, String what) throws IOException {
        List<Long> sorted = timesNs.stream().sorted().toList();
        tell(String.format("%s: p10 %d us, p50 %d us, p99 %d us", what, sorted.get(sorted.size() / 10) / 1_000,
                sorted.get(sorted.size() / 2) / 1_000, sorted.get(sorted.size() * 99 / 100) / 1_000));
    }

    private static Event<byte[], byte[]> sendTo(int plugin) {
        return Events.defineEvent("plugin").module("dies" + plugin).event("send").define(byte[].class, byte[].class);
    }
}
