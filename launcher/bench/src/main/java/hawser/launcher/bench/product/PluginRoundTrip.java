// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.transport.Transport;
import java.util.concurrent.CompletableFuture;

/** The echo plugin, asked by {@code Transport.send}; the caller waits for the stage. */
public final class PluginRoundTrip implements RoundTrip {
    private final byte[] payload;
    private final EchoPlugin plugin;
    private final Transport transport;

    private PluginRoundTrip(String execution, int length) throws Exception {
        payload = new byte[length];
        plugin = EchoPlugin.start(execution, length);
        transport = Services.service(Transport.class);
    }

    /** {@return it, driven by a thread of its own} */
    public static RoundTrip thread(int length) throws Exception {
        RoundTrip trip = new PluginRoundTrip(EchoPlugin.THREAD, length);
        Cpus.pinToCaller("hawser-reader-e");
        Cpus.pinToPartner("echo");
        return trip;
    }

    /** {@return it, in a process of its own} */
    public static RoundTrip process(int length) throws Exception {
        RoundTrip trip = new PluginRoundTrip(EchoPlugin.PROCESS, length);
        Cpus.pinToCaller("hawser-reader-e");
        Cpus.pinChildToPartner("echo");
        return trip;
    }

    /** {@return requests one after the other, each run by the caller} */
    public static Operation inline(int length) throws Exception {
        RoundTrip trip = new PluginRoundTrip(EchoPlugin.INLINE, length);
        return times -> trip.pipeline(times, 1);
    }

    @Override
    public void exchange(long[] latencies) {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            transport.send(EchoPlugin.EVENT, payload).toCompletableFuture().join();
            latencies[i] = System.nanoTime() - begin;
        }
    }

    /** Waits for the oldest request when the window is full. */
    @Override
    public void pipeline(int requests, int window) {
        CompletableFuture<?>[] open = new CompletableFuture<?>[window];
        for (int i = 0; i < requests + window; i++) {
            int slot = i % window;
            if (open[slot] != null) {
                open[slot].join();
            }
            open[slot] = i < requests ? transport.send(EchoPlugin.EVENT, payload).toCompletableFuture() : null;
        }
    }

    /** The plugin has a thread of its own. */
    @Override
    public void echo(int requests) {
        // the plugin answers
    }

    @Override
    public void close() {
        plugin.close();
    }
}
