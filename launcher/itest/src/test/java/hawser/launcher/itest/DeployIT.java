// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** Libraries in the deploy folder, put there, changed and removed by hand or by command. */
public class DeployIT extends InFelix {
    private static final Path DEPLOY = Path.of("target/deploy-folder").toAbsolutePath();
    private static final Path ELSEWHERE = Path.of("target/deploy-elsewhere").toAbsolutePath();
    private static final Path LIBRARY = DEPLOY.resolve("libp001.so");
    private static final Path SETTINGS = DEPLOY.resolve("libp001.json");
    private static final Event<byte[], byte[]> ASK =
            Events.defineEvent("plugin").module("p001").event("send").define(byte[].class, byte[].class);
    private static final int FILES = Integer.getInteger("hawser.files", 12);
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(120);

    private volatile boolean over;

    @Override
    @Configuration
    public Option[] configuration() throws IOException {
        Files.createDirectories(DEPLOY);
        Files.createDirectories(ELSEWHERE);
        clear();
        return combine(super.configuration(), frameworkProperty("felix.fileinstall.dir").value(DEPLOY.toString()),
                frameworkProperty("hawser.deploy").value(DEPLOY.toString()),
                frameworkProperty("felix.fileinstall.poll").value("100"));
    }

    @After
    public void clearAndWait() throws Exception {
        clear();
        await(List::isEmpty);
    }

    private static void clear() throws IOException {
        for (Path folder : List.of(DEPLOY, ELSEWHERE)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The echo example under another name of four characters. */
    private static byte[] echo(String name, String version) throws IOException {
        try (JarFile jar = new JarFile(echoJar().toFile())) {
            byte[] bytes = jar.getInputStream(jar.getEntry("native/linux-x86-64/libecho.so")).readAllBytes();
            String text = new String(bytes, ISO_8859_1);
            assertTrue(text.contains("\0echo\0") && text.contains("\0001.0.0\0"));
            return text.replace("\0echo\0", '\0' + name + '\0').replace("\0001.0.0\0", '\0' + version + '\0')
                    .getBytes(ISO_8859_1);
        }
    }

    private static Path drop(Path file, byte[] bytes) throws IOException {
        Path whole = Files.write(file.resolveSibling(".whole"), bytes);
        return Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<PluginInfo> await(Predicate<List<PluginInfo>> reached) throws Exception {
        PluginHost host = service(PluginHost.class);
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!reached.test(host.list())) {
            assertTrue("not reached: " + host.list(), System.nanoTime() - deadlineNs < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return host.list();
    }

    private PluginInfo awaitOne(Predicate<PluginInfo> reached) throws Exception {
        return await(plugins -> plugins.size() == 1 && reached.test(plugins.get(0))).get(0);
    }

    private static boolean isActive(PluginInfo plugin) {
        return plugin.state() == PluginState.ACTIVE;
    }

    private FutureTask<Long> startAsking() throws Exception {
        Transport transport = service(Transport.class);
        FutureTask<Long> asking = new FutureTask<>(() -> {
            long number = 0;
            while (!over) {
                byte[] question = ByteBuffer.allocate(8).putLong(number++).array();
                assertArrayEquals(question, transport.send(ASK, question).toCompletableFuture().get());
            }
            return number;
        });
        new Thread(asking).start();
        return asking;
    }

    @Test
    public void shouldSwapWhenAFileOrItsSettingsChangeUnderLoad() throws Exception {
        drop(SETTINGS, "{\"execution\": \"thread\"}".getBytes(UTF_8));
        drop(LIBRARY, echo("p001", "2.0.0"));
        awaitOne(plugin -> plugin.version().equals("2.0.0") && isActive(plugin));
        FutureTask<Long> asking = startAsking();

        drop(LIBRARY, echo("p001", "1.9.9"));
        awaitOne(plugin -> plugin.version().equals("1.9.9"));
        drop(SETTINGS, "{\"execution\": \"inline\", \"buffer.to-native\": \"64KiB\"}".getBytes(UTF_8));
        awaitOne(plugin -> plugin.execution().equals("inline"));
        assertEquals(65536, service(Channels.class).list().get(0).sizes().toNative());
        Files.delete(SETTINGS);
        awaitOne(plugin -> plugin.execution().equals("process"));
        drop(LIBRARY, misbehaving("init_fails"));
        awaitOne(plugin -> plugin.reason().orElse("").contains("it was not updated"));
        drop(LIBRARY, echo("p001", "2.0.1"));
        PluginInfo last = awaitOne(plugin -> plugin.version().equals("2.0.1"));

        over = true;
        assertTrue(asking.get() > 0);
        assertEquals(PluginState.ACTIVE, last.state());
        assertEquals(1, service(Channels.class).list().size());
    }

    @Test
    public void shouldInstallUpdateAndUninstallOnCommand() throws Exception {
        PluginHost host = service(PluginHost.class);
        Path first = drop(ELSEWHERE.resolve("libp001.so"), echo("p001", "1.0.0"));
        drop(ELSEWHERE.resolve("libp001.json"), "{\"execution\": \"inline\"}".getBytes(UTF_8));
        Path next = drop(ELSEWHERE.resolve("next.so"), echo("p001", "1.1.0"));
        Path broken = drop(ELSEWHERE.resolve("broken.so"), misbehaving("init_fails"));

        assertEquals("inline", host.install(first).execution());
        assertTrue(Files.exists(LIBRARY) && Files.exists(SETTINGS));
        assertThrows(PluginException.class, () -> host.install(first));
        assertThrows(PluginException.class, () -> host.install(broken));
        assertFalse(Files.exists(DEPLOY.resolve("broken.so")));

        assertEquals("1.1.0", host.update("p001", next).version());
        PluginException refused = assertThrows(PluginException.class, () -> host.update("p001", broken));
        assertTrue(refused.getMessage(), refused.getMessage().contains("initialize"));
        assertArrayEquals(Files.readAllBytes(next), Files.readAllBytes(LIBRARY));
        int generation = host.find("p001").orElseThrow().generation();
        assertEquals("1.1.0", host.update("p001").version());
        assertEquals(generation + 1, host.find("p001").orElseThrow().generation());
        assertArrayEquals("still here".getBytes(UTF_8), send(ASK, "still here".getBytes(UTF_8)));

        host.uninstall("p001");
        assertFalse(Files.exists(LIBRARY) || Files.exists(SETTINGS));
        assertEquals(List.of(), host.list());
    }

    /** As at a start of Hawser, when bundles of the start before come in any order. */
    @Test
    public void shouldWaitForWhoeverReadsItsSettings() throws Exception {
        installed("hawser.transport.router").stop();
        try {
            drop(SETTINGS, "{\"execution\": \"inline\"}".getBytes(UTF_8));
            drop(LIBRARY, echo("p001", "1.0.0"));
            awaitOne(plugin -> plugin.reason().orElse("").contains("waits for a codec"));
        } finally {
            installed("hawser.transport.router").start();
        }
        assertEquals("inline", awaitOne(DeployIT::isActive).execution());
    }

    @Test
    public void shouldRefuseWhatLeadsOutOfTheFolderOrAnybodyCanWrite() throws Exception {
        Path outside = drop(ELSEWHERE.resolve("outside.so"), echo("p001", "1.0.0"));
        Files.createSymbolicLink(LIBRARY, outside);
        PluginInfo refused = awaitOne(plugin -> plugin.state() == PluginState.FAILED);
        assertEquals("p001", refused.name());
        assertTrue(refused.reason().orElse(""), refused.reason().orElse("").contains("leads out of it"));

        drop(LIBRARY, echo("p001", "1.0.0"));
        awaitOne(DeployIT::isActive);

        Path writable = drop(DEPLOY.resolve("libp002.so"), echo("p002", "1.0.0"));
        Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rw-rw-rw-"));
        await(plugins -> plugins.stream().anyMatch(plugin -> plugin.reason().orElse("").contains("chmod o-w")));

        Path settings = drop(DEPLOY.resolve("libp003.json"), "{\"execution\": \"inline\"}".getBytes(UTF_8));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-rw-rw-"));
        drop(DEPLOY.resolve("libp003.so"), echo("p003", "1.0.0"));
        await(plugins -> plugins.stream().anyMatch(plugin -> plugin.state() == PluginState.FAILED
                && plugin.reason().orElse("").contains("libp003.json")));
    }

    @Test
    public void shouldLeaveSettingsAsTheyWereWhenACommandFails() throws Exception {
        PluginHost host = service(PluginHost.class);
        byte[] inline = "{\"execution\": \"inline\"}".getBytes(UTF_8);
        Path first = drop(ELSEWHERE.resolve("libp001.so"), echo("p001", "1.0.0"));
        Path broken = drop(ELSEWHERE.resolve("broken.so"), misbehaving("init_fails"));
        drop(ELSEWHERE.resolve("broken.json"), "{\"execution\": \"thread\"}".getBytes(UTF_8));
        drop(SETTINGS, inline);
        assertThrows(PluginException.class, () -> host.install(first));
        assertArrayEquals(inline, Files.readAllBytes(SETTINGS));

        Files.delete(SETTINGS);
        drop(ELSEWHERE.resolve("libp001.json"), inline);
        host.install(first);
        assertThrows(PluginException.class, () -> host.update("p001", broken));
        assertArrayEquals(inline, Files.readAllBytes(SETTINGS));
        assertEquals("inline", host.find("p001").orElseThrow().execution());

        bundleNamed("hawser.transport.keys").stop();
        try {
            PluginException refused = assertThrows(PluginException.class, () -> host.update("p001"));
            assertTrue(refused.getMessage(), refused.getMessage().contains("hawser.transport.keys"));
        } finally {
            bundleNamed("hawser.transport.keys").start();
        }
        try (Stream<Path> files = Files.list(DEPLOY)) {
            assertEquals(2, files.count());
        }
        host.uninstall("p001"); // the watch need not have seen the files yet, and then would not see them go
    }

    @Test
    public void shouldSwapAllWhenManyFilesChangeAtOnce() throws Exception {
        for (String version : List.of("1.0.0", "2.0.0")) {
            for (int i = 1; i <= FILES; i++) {
                String name = String.format("p%03d", i);
                drop(DEPLOY.resolve("lib" + name + ".json"), "{\"execution\": \"inline\"}".getBytes(UTF_8));
                drop(DEPLOY.resolve("lib" + name + ".so"), echo(name, version));
            }
            await(plugins -> plugins.stream().filter(DeployIT::isActive)
                    .filter(plugin -> plugin.version().equals(version)).count() == FILES);
        }
        assertEquals(FILES, service(Channels.class).list().size());
    }
}
