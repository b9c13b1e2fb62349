// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Operation;
import hawser.transport.BatchOptions;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** So many small requests to the echo plugin, all sent, then all waited for. */
public final class PluginBatch implements Operation {
    private static final int LENGTH = 32;
    private static final BatchOptions HUNDRED = BatchOptions.on().withMaxSize(100);

    private final byte[] payload = new byte[LENGTH];
    private final int count;
    private final Event<byte[], byte[]> event;
    private final EchoPlugin plugin;
    private final Transport transport;

    private PluginBatch(int count, BatchOptions options, EchoPlugin plugin) throws Exception {
        this.count = count;
        event = Events.defineEvent("echo").module("message").event("send").define(byte[].class, byte[].class,
                EventOptions.defaults().withBatch(options.withWindow(Duration.ofSeconds(1))));
        this.plugin = plugin;
        transport = Services.service(Transport.class);
        Cpus.pinToCaller("hawser-reader-e");
        Cpus.pinToPartner("echo");
    }

    /** {@return each by itself} */
    public static Operation unbatched(int count) throws Exception {
        return new PluginBatch(count, BatchOptions.off(), EchoPlugin.start(EchoPlugin.THREAD, LENGTH));
    }

    /** {@return a hundred in an envelope} */
    public static Operation batched(int count) throws Exception {
        return new PluginBatch(count, HUNDRED, EchoPlugin.start(EchoPlugin.THREAD, LENGTH));
    }

    /** {@return a hundred in an envelope, which the plugin takes, and answers, as one message} */
    public static Operation enveloped(int count) throws Exception {
        return new PluginBatch(count, HUNDRED, EchoPlugin.startForEnvelopes(LENGTH));
    }

    @Override
    public void run(int times) {
        for (int done = 0; done < times; done += count) {
            CompletionStage<?>[] open = new CompletionStage<?>[Math.min(count, times - done)];
            for (int i = 0; i < open.length; i++) {
                open[i] = transport.send(event, payload);
            }
            transport.flush();
            for (CompletionStage<?> answer : open) {
                answer.toCompletableFuture().join();
            }
        }
    }

    @Override
    public void close() {
        plugin.close();
    }
}
