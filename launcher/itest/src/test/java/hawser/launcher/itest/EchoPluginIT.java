// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.Events;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.channel.Channels;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** A native plugin in a bundle of its own: started, called, stopped, started again. */
public class EchoPluginIT extends InFelix {
    private static final int CYCLES = 10;

    private Bundle echo;

    /** The same event as a typed one: what travels is JSON. */
    private record Note(String text, int number) {
    }

    @Before
    public void start() throws Exception {
        echo = startEcho();
    }

    @After
    public void uninstall() throws BundleException {
        if (echo.getState() != Bundle.UNINSTALLED) {
            echo.uninstall();
        }
    }

    @Test
    public void shouldAnswerFromNativeCode() throws Exception {
        assertEquals("hello", new String(send(ECHO, "hello".getBytes(UTF_8)), UTF_8));
        assertArrayEquals(new byte[0], send(ECHO, new byte[0]));
    }

    @Test
    public void shouldAnswerManyRequestsAtOnceEachWithItsOwn() throws Exception {
        Transport transport = service(Transport.class);
        List<CompletableFuture<byte[]>> answers = IntStream.range(0, 2000)
                .mapToObj(i -> transport.send(ECHO, ("message " + i).getBytes(UTF_8)).toCompletableFuture())
                .toList();

        for (int i = 0; i < answers.size(); i++) {
            assertEquals("message " + i, new String(answers.get(i).get(), UTF_8));
        }
    }

    @Test
    public void shouldAnswerAllThatItTookBeforeItStops() throws Exception {
        Transport transport = service(Transport.class);
        List<CompletableFuture<byte[]>> answers = IntStream.range(0, 5000)
                .mapToObj(i -> transport.send(ECHO, new byte[] {(byte) i}).toCompletableFuture())
                .toList();

        echo.stop();

        for (int i = 0; i < answers.size(); i++) {
            assertTrue("answer " + i, answers.get(i).isDone());
            assertArrayEquals(new byte[] {(byte) i}, answers.get(i).get());
        }
    }

    @Test
    public void shouldCarryRecordsAsJson() throws Exception {
        Event<Note, Note> typed =
                Events.defineEvent("echo").module("message").event("send").define(Note.class, Note.class);

        assertEquals(new Note("hi", 7), send(typed, new Note("hi", 7)));
    }

    @Test
    public void shouldCarryAlmostHalfOfItsBufferEachTime() throws Exception {
        byte[] half = new byte[512 * 1024 - 256];
        for (int i = 0; i < 20; i++) {
            half[i] = (byte) i;
            assertArrayEquals(half, send(ECHO, half));
        }
    }

    @Test
    public void shouldRefuseWhatDoesNotFitItsChannel() throws Exception {
        Transport transport = service(Transport.class);

        TransportException failure = failureOf(transport.send(ECHO, new byte[2 * 1024 * 1024]));

        assertEquals(ErrorCode.PAYLOAD_TOO_LARGE, failure.code());
        assertEquals("echo", failure.pluginName().orElseThrow());
    }

    @Test
    public void shouldBeAServiceWithItsPropertiesWhileActive() throws Exception {
        ServiceReference<NativePlugin> reference = context.getServiceReference(NativePlugin.class);

        assertEquals("echo", reference.getProperty(NativePluginConstants.NAME));
        assertEquals("1.0.0", reference.getProperty(NativePluginConstants.VERSION));
        assertEquals(1, reference.getProperty(NativePluginConstants.API_VERSION));
        assertEquals("thread", reference.getProperty(NativePluginConstants.EXECUTION));
        assertEquals(1, reference.getProperty(NativePluginConstants.GENERATION));
        assertEquals(12, ((PluginKey) reference.getProperty(NativePluginConstants.KEY)).fingerprint().length());
    }

    @Test
    public void shouldLeaveNothingBehindAndComeBackTenTimes() throws Exception {
        String fingerprint = "";
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            assertEquals("again", new String(send(ECHO, "again".getBytes(UTF_8)), UTF_8));
            assertEquals(cycle, plugin(echo).generation());
            assertNotEquals(fingerprint, plugin(echo).keyFingerprint().orElseThrow());
            fingerprint = plugin(echo).keyFingerprint().orElseThrow();

            echo.stop();

            assertNothingLeft();
            start(echo);
        }
    }

    private void assertNothingLeft() throws Exception {
        assertEquals(PluginState.STOPPED, plugin(echo).state());
        assertEquals(List.of(), mappings("libecho"));
        assertEquals(List.of(), mappings("memfd:echo"));
        assertEquals(List.of(), service(PluginKeyManager.class).keys());
        assertEquals(List.of(), service(Channels.class).list());
        assertEquals(null, context.getServiceReference(NativePlugin.class));
        assertTrue(service(EventCatalog.class).find(ECHO.name()).isEmpty());
        assertFalse(Stream.of(threads()).anyMatch(thread -> thread.getName().contains("echo")));
        assertEquals(ErrorCode.UNKNOWN_EVENT,
                failureOf(service(Transport.class).send(ECHO, new byte[1])).code());
    }

    private static Thread[] threads() {
        return Thread.getAllStackTraces().keySet().toArray(Thread[]::new);
    }

    @Test
    public void shouldBeForgottenWhenItsBundleIsUninstalled() throws Exception {
        echo.uninstall();

        assertEquals(List.of(), service(PluginHost.class).list());
    }
}
