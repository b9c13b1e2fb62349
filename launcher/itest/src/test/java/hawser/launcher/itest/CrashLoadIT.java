// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Some isolated plugins crash all the time, while others carry load. */
public class CrashLoadIT extends Isolated {
    private static final System.Logger LOG = System.getLogger("zoo");
    private static final int DYING = 10;
    private static final int CRASHES = Integer.getInteger("hawser.zoo.crashes", 20);
    private static final int HEALTHY = Integer.getInteger("hawser.zoo.healthy", 5);
    private static final int BASE = 2000;

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

    @Test
    public void shouldServeThoseThatLiveWhileOthersCrash() throws Exception {
        long[] quiet = load(new AtomicBoolean(true)).get();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<long[]> busy = load(over);
        try {
            crashAll();
        } finally {
            over.set(true);
        }

        long[] among = busy.get();
        LOG.log(System.Logger.Level.INFO, String.format("%d crashes: p50 %d -> %d ns, p99 %d -> %d ns of the others",
                CRASHES, at(quiet, 50), at(among, 50), at(quiet, 99), at(among, 99)));
        for (Bundle plugin : plugins) {
            assertEquals(PluginState.ACTIVE, plugin(plugin).state());
        }
    }

    private void crashAll() throws Exception {
        Transport transport = service(Transport.class);
        for (int i = 0; i < CRASHES; i++) {
            int which = i % DYING;
            int generation = plugin(plugins.get(which)).generation();
            assertEquals(ErrorCode.PLUGIN_CRASHED,
                    failureOf(transport.send(sendTo(which), "segv".getBytes(UTF_8))).code());
            await(plugins.get(which), PluginState.ACTIVE, generation + 1);
        }
    }

    /** Asks the healthy ones in turn until it is over, and a number of times at least; how long each took, sorted. */
    private CompletableFuture<long[]> load(AtomicBoolean over) throws Exception {
        Transport transport = service(Transport.class);
        return CompletableFuture.supplyAsync(() -> {
            List<Long> times = new ArrayList<>();
            byte[] hello = "hello".getBytes(UTF_8);
            while (!over.get() || times.size() < BASE) {
                long begun = System.nanoTime();
                byte[] answer = transport.send(sendTo(DYING + times.size() % HEALTHY), hello).toCompletableFuture()
                        .join();
                times.add(System.nanoTime() - begun);
                assertArrayEquals(hello, answer);
            }
            return times.stream().mapToLong(Long::longValue).sorted().toArray();
        });
    }

    private static long at(long[] sorted, int percent) {
        return sorted[(int) ((long) sorted.length * percent / 100)];
    }

    private static Event<byte[], byte[]> sendTo(int plugin) {
        return Events.defineEvent("plugin").module("dies" + plugin).event("send").define(byte[].class, byte[].class);
    }
}
