// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.Test;

/** Libraries in the deploy folder, put there, changed and removed by hand or by command. */
public class DeployIT extends InDeployFolder {
    private static final Path LIBRARY = DEPLOY.resolve("libp001.so");
    private static final Path SETTINGS = DEPLOY.resolve("libp001.json");
    private static final Event<byte[], byte[]> ASK =
            Events.defineEvent("plugin").module("p001").event("send").define(byte[].class, byte[].class);
    private static final int FILES = Integer.getInteger("hawser.files", 12);

    private volatile boolean over;

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

    /** No process starts in so little memory. */
    @Test
    public void shouldGoOnAsBeforeWhenItCannotBeDrivenOtherwise() throws Exception {
        for (String swap : List.of("overlap", "stop-first")) {
            String name = swap.equals("overlap") ? "p001" : "p002";
            drop(DEPLOY.resolve("lib" + name + ".json"), ("{\"execution\": \"thread\", \"swap\": \"" + swap
                    + "\", \"limits\": {\"memory\": \"2MiB\"}}").getBytes(UTF_8));
            drop(DEPLOY.resolve("lib" + name + ".so"), echo(name, "1.0.0"));
            await(plugins -> plugins.stream().anyMatch(plugin -> isThread(plugin, name)));

            PluginException refused = assertThrows(PluginException.class,
                    () -> service(PluginHost.class).drive(name, "process"));

            assertTrue(refused.getMessage(), refused.getMessage().contains("is driven as before"));
            await(plugins -> plugins.stream().anyMatch(plugin -> isThread(plugin, name)));
        }
    }

    private static boolean isThread(PluginInfo plugin, String name) {
        return isActive(plugin) && plugin.name().equals(name) && plugin.execution().equals("thread")
                && plugin.reason().isEmpty();
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

        host.unload("p001");
        assertEquals(PluginState.STOPPED, host.find("p001").orElseThrow().state());
        assertEquals(ErrorCode.PLUGIN_STOPPED, failureOf(service(Transport.class).send(ASK, new byte[1])).code());
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

        Path writable = drop(DEPLOY.resolve("libp002.so"), echo("p002", "1.0.0"), "rw-rw-rw-");
        await(plugins -> plugins.stream().anyMatch(plugin -> plugin.reason().orElse("").contains("chmod o-w")));
        Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rw-rw-r--"));
        await(plugins -> plugins.stream().filter(DeployIT::isActive).count() == 2);

        Path settings =
                drop(DEPLOY.resolve("libp003.json"), "{\"execution\": \"inline\"}".getBytes(UTF_8), "rw-rw-rw-");
        drop(DEPLOY.resolve("libp003.so"), echo("p003", "1.0.0"));
        await(plugins -> plugins.stream().anyMatch(plugin -> plugin.state() == PluginState.FAILED
                && plugin.reason().orElse("").contains("libp003.json")));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-rw-r--"));
        await(plugins -> plugins.stream().filter(DeployIT::isActive).count() == 3);
        assertEquals("inline", service(PluginHost.class).find("p003").orElseThrow().execution());
    }

    /** The watch tells of both. */
    @Test
    public void shouldLoadALibraryOnceThatComesAfterItsSettings() throws Exception {
        drop(SETTINGS, "{\"execution\": \"inline\"}".getBytes(UTF_8));
        drop(LIBRARY, echo("p001", "1.0.0"));
        PluginInfo loaded = awaitOne(DeployIT::isActive);
        drop(DEPLOY.resolve("libp002.so"), echo("p002", "1.0.0")); // seen when all before was
        await(plugins -> plugins.stream().filter(DeployIT::isActive).count() == 2);

        assertEquals("inline", loaded.execution());
        assertEquals(1, service(PluginHost.class).find("p001").orElseThrow().generation());
    }

    /** It may be loaded before they are there, and is driven as they say once they are. */
    @Test
    public void shouldTakeSettingsThatComeAfterTheirLibrary() throws Exception {
        drop(LIBRARY, echo("p001", "1.0.0"));
        drop(SETTINGS, "{\"execution\": \"inline\"}".getBytes(UTF_8));

        awaitOne(plugin -> isActive(plugin) && plugin.execution().equals("inline"));
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
