// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.peer.Pipe;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;

/** The distribution's echo example, driven as one says. */
final class EchoPlugin implements AutoCloseable {
    /** By a thread of its own. */
    static final String THREAD = "thread";
    /** By a thread of a process of its own. */
    static final String PROCESS = "process";
    /** By whoever asks. */
    static final String INLINE = "inline";
    /** What it answers. */
    static final Event<byte[], byte[]> EVENT =
            Events.defineEvent("echo").module("message").event("send").define(byte[].class, byte[].class);
    private static final String HEADER = "Hawser-Plugin";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final String TAKES_ENVELOPES = " batch=true";

    private final Bundle bundle;

    private EchoPlugin(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Starts it, with room for messages of that length, and waits until it serves. */
    static EchoPlugin start(String execution, int length) throws Exception {
        return start(execution, length, "");
    }

    /** The same by a thread of its own, with envelopes for messages: one that comes back as it is answers each. */
    static EchoPlugin startForEnvelopes(int length) throws Exception {
        return start(THREAD, length, TAKES_ENVELOPES);
    }

    private static EchoPlugin start(String execution, int length, String eventsAttribute) throws Exception {
        long size = Pipe.capacity(length);
        configure(size);
        Bundle bundle = Services.context().installBundle("echo",
                new ByteArrayInputStream(driven(execution, eventsAttribute)));
        bundle.start();
        awaitChannel(size);
        awaitAnswer();
        return new EchoPlugin(bundle);
    }

    /** A plugin that has started before takes it up by a swap. */
    private static void configure(long size) throws IOException, InterruptedException {
        Services.service(ConfigurationAdmin.class).getConfiguration("hawser.plugin.host", "?")
                .update(new Hashtable<>(Map.of("buffer.to-native", size, "buffer.to-renderer", size)));
    }

    private static void awaitChannel(long size) throws InterruptedException {
        long begin = System.nanoTime();
        while (!hasChannel(size)) {
            if (System.nanoTime() - begin > PATIENCE_NS) {
                throw new IllegalStateException("the echo plugin must have a channel: size=" + size + ", channels="
                        + Services.service(Channels.class).list());
            }
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    /** A plugin has a channel before it serves. */
    private static void awaitAnswer() throws InterruptedException {
        Transport transport = Services.service(Transport.class);
        long begin = System.nanoTime();
        while (!answers(transport)) {
            if (System.nanoTime() - begin > PATIENCE_NS) {
                throw new IllegalStateException("the echo plugin must answer: event=" + EVENT);
            }
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    private static boolean answers(Transport transport) {
        try {
            transport.send(EVENT, new byte[1]).toCompletableFuture().join();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private static boolean hasChannel(long size) throws InterruptedException {
        for (ChannelInfo channel : Services.service(Channels.class).list()) {
            if (channel.name().equals("echo") && channel.sizes().toNative() == size) {
                return true;
            }
        }
        return false;
    }

    /** The bundle, its header changed. */
    private static byte[] driven(String execution, String eventsAttribute) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(Services.deployFolder())) {
            Path file = files.filter(each -> each.toString().contains("hawser.plugin.echo"))
                    .findFirst().orElseThrow();
            try (InputStream in = Files.newInputStream(file)) {
                copy(new JarInputStream(in), execution, eventsAttribute, bytes);
            }
        }
        return bytes.toByteArray();
    }

    private static void copy(JarInputStream from, String execution, String eventsAttribute,
            ByteArrayOutputStream bytes) throws IOException {
        Manifest manifest = from.getManifest();
        manifest.getMainAttributes().putValue(HEADER, manifest.getMainAttributes().getValue(HEADER)
                .replaceAll(";execution=\\w+", "").replace(EVENT.name(), EVENT.name() + eventsAttribute)
                + ";execution=" + execution);
        try (JarOutputStream to = new JarOutputStream(bytes, manifest)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                from.transferTo(to);
            }
        }
    }

    @Override
    public void close() {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException("the echo plugin must go", e);
        }
    }
}
