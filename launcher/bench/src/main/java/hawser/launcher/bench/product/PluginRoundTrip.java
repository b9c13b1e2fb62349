// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import java.util.concurrent.CompletableFuture;

/** The echo plugin, asked by {@code Transport.send}; the caller waits for the stage. */
public final class PluginRoundTrip implements RoundTrip {
    private static final Event<byte[], byte[]> ECHO =
            Events.defineEvent("echo").module("message").event("send").define(byte[].class, byte[].class);
    private static Transport transport;

    private final byte[] payload;

    /** For requests of that length. */
    public PluginRoundTrip(int length) throws Exception {
        payload = new byte[length];
        start();
    }

    private static synchronized void start() throws Exception {
        if (transport == null) {
            Services.startEcho();
            transport = Services.service(Transport.class);
            Cpus.pinToCaller("hawser-reader-e");
            Cpus.pinToPartner("echo");
        }
    }

    @Override
    public void exchange(long[] latencies) {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            transport.send(ECHO, payload).toCompletableFuture().join();
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
            open[slot] = i < requests ? transport.send(ECHO, payload).toCompletableFuture() : null;
        }
    }

    /** The plugin has a thread of its own. */
    @Override
    public void echo(int requests) {
        // the plugin answers
    }

    @Override
    public void close() {
        // the plugin stays for the next row
    }
}
