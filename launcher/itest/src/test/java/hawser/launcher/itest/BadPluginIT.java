// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Plugins that break a rule: their bundle is started, they are FAILED with a reason, everything else works. */
public class BadPluginIT extends InFelix {
    private Bundle echo;
    private Bundle bad;

    @Before
    public void startAGoodOne() throws Exception {
        echo = startEcho();
    }

    @After
    public void uninstall() throws BundleException {
        echo.uninstall();
        if (bad != null) {
            bad.uninstall();
        }
    }

    @Test
    public void shouldFailAFileThatIsNoLibrary() throws Exception {
        assertFails("no_library", "this is no library".getBytes(UTF_8), "ELF|file too short|invalid");
    }

    @Test
    public void shouldFailALibraryWithoutTheEntry() throws Exception {
        assertFails("no_entry", misbehaving("no_entry"), "get_plugin_interface");
    }

    @Test
    public void shouldFailALibraryWhoseEntryGivesNoTable() throws Exception {
        assertFails("null_table", misbehaving("null_table"), "NULL");
    }

    @Test
    public void shouldFailAnotherVersionOfTheInterface() throws Exception {
        assertFails("wrong_version", misbehaving("wrong_version"), "version");
    }

    @Test
    public void shouldFailALibraryWhoseInitializeFails() throws Exception {
        assertFails("init_fails", misbehaving("init_fails"), "initialize");
    }

    @Test
    public void shouldFailALibraryThatIsNotInTheBundle() throws Exception {
        bad = start(install("missing", "native/other.so", misbehaving("silent"), "native/missing.so"));

        assertEquals(PluginState.FAILED, plugin(bad).state());
        assertTrue(plugin(bad).reason().orElseThrow().contains("native/missing.so"));
    }

    @Test
    public void shouldFailAnExecutionThatDoesNotExist() throws Exception {
        bad = start(install("strange", "native/l.so", misbehaving("silent"), "native/l.so;execution=orbit"));

        assertEquals(PluginState.FAILED, plugin(bad).state());
        assertTrue(plugin(bad).reason().orElseThrow(), plugin(bad).reason().orElseThrow().contains("orbit"));
    }

    @Test
    public void shouldFailASecondPluginOfTheSameName() throws Exception {
        bad = install("twin", "native/libecho.so", echo.getEntry("native/linux-x86-64/libecho.so").openStream()
                .readAllBytes(), "native/libecho.so");
        start(bad);

        assertEquals(PluginState.FAILED, plugin(bad).state());
        assertTrue(plugin(bad).reason().orElseThrow().contains("echo"));
        assertEquals("test.twin", plugin(bad).name());
        assertEchoWorks();
    }

    @Test
    public void shouldLoadASecondPluginOfTheSameNameWhenTheFirstHasGone() throws Exception {
        bad = install("twin", "native/libecho.so", echo.getEntry("native/linux-x86-64/libecho.so").openStream()
                .readAllBytes(), "native/libecho.so;events=\"echo:message:send\"");
        start(bad);

        echo.stop();
        service(PluginHost.class).settled().toCompletableFuture().get();

        assertEquals(PluginState.ACTIVE, plugin(bad).state());
        assertEchoWorks();
    }

    @Test
    public void shouldForgetAPluginWhoseBundleIsOneNoMore() throws Exception {
        bad = start(install("fickle", "native/l.so", misbehaving("silent"), "native/l.so"));
        assertEquals(PluginState.ACTIVE, plugin(bad).state());

        bad.update(new ByteArrayInputStream(PluginJars.with("fickle", "native/l.so", new byte[0], null)));
        service(PluginHost.class).settled().toCompletableFuture().get();

        assertEquals(List.of("echo"), service(PluginHost.class).list().stream().map(each -> each.name()).toList());
    }

    @Test
    public void shouldSayNoResponseWhenAPluginReturnsWithoutAMessage() throws Exception {
        bad = start(install("silent", "native/l.so", misbehaving("silent"), "native/l.so"));
        Event<byte[], byte[]> send =
                Events.defineEvent("plugin").module("silent").event("send").define(byte[].class, byte[].class);

        assertEquals(PluginState.ACTIVE, plugin(bad).state());
        assertEquals(ErrorCode.NO_RESPONSE, failureOf(service(Transport.class).send(send, new byte[1])).code());
    }

    @Test
    public void shouldLoadABareLibraryOrSayWhyNot() throws Exception {
        PluginHost host = service(PluginHost.class);
        Path directory = Path.of(System.getProperty("hawser.misbehaving"));

        assertEquals(PluginState.ACTIVE, host.load(directory.resolve("libsilent.so")).state());
        PluginException twice =
                assertThrows(PluginException.class, () -> host.load(directory.resolve("libsilent.so")));
        host.unload("silent");
        PluginException failed =
                assertThrows(PluginException.class, () -> host.load(directory.resolve("libinit_fails.so")));

        assertTrue(twice.getMessage(), twice.getMessage().contains("once"));
        assertTrue(failed.getMessage(), failed.getMessage().contains("initialize"));
        assertEquals(List.of("echo"), host.list().stream().map(plugin -> plugin.name()).toList());
    }

    private void assertFails(String name, byte[] library, String reason) throws Exception {
        bad = start(context.installBundle("test:" + name,
                new ByteArrayInputStream(PluginJars.withLibrary(name, library))));

        assertEquals(Bundle.ACTIVE, bad.getState());
        assertEquals(PluginState.FAILED, plugin(bad).state());
        String why = plugin(bad).reason().orElseThrow();
        assertTrue(why, why.matches("(?s).*(" + reason + ").*"));
        assertEquals(1, service(Channels.class).list().size());
        assertEchoWorks();
    }

    private void assertEchoWorks() throws Exception {
        assertEquals("hello", new String(send(ECHO, "hello".getBytes(UTF_8)), UTF_8));
    }

    private Bundle install(String name, String entry, byte[] library, String header)
            throws IOException, BundleException {
        byte[] jar = PluginJars.with(name, entry, library, header);
        return context.installBundle("test:" + name, new ByteArrayInputStream(jar));
    }
}
