// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
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
import hawser.transport.Registration;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.channel.Channels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/**
 * A native plugin in a bundle of its own, started, called, stopped, started again: the same whoever calls it.
 */
public abstract class EchoContract extends BehaviourContract {
    private static final int CYCLES = 10;

    private static final int CALLERS = 4;
    private static final int FLOOD = 1500;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private Bundle echo;

    /** The same event as a typed one: what travels is JSON. */
    private record Note(String text, int number) {
    }

    @Before
    public void start() throws Exception {
        echo = start(install(echoJar(), execution()));
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
    public void shouldAnswerManyCallersAtOnce() throws Exception {
        Transport transport = service(Transport.class);
        List<FutureTask<Integer>> callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> new FutureTask<>(() -> countEchoes(transport, (byte) caller))).toList();

        callers.forEach(caller -> new Thread(caller).start());

        for (FutureTask<Integer> caller : callers) {
            assertEquals(2000, (int) caller.get());
        }
    }

    private static int countEchoes(Transport transport, byte caller) throws Exception {
        int right = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] message = {caller, (byte) i, (byte) (i >> 8)};
            right += Arrays.equals(message, transport.send(ECHO, message).toCompletableFuture().get()) ? 1 : 0;
        }
        return right;
    }

    @Test
    public void shouldAnswerTheShell() throws Exception {
        Transport transport = service(Transport.class);
        FutureTask<byte[]> command =
                new FutureTask<>(() -> transport.send(ECHO, new byte[] {7}).toCompletableFuture().get());

        new Thread(command, "Gogo shell").start();

        assertArrayEquals(new byte[] {7}, command.get());
    }

    @Test
    public void shouldAnswerWhoAsksWhenItIsAnswered() throws Exception {
        Transport transport = service(Transport.class);

        byte[] second = transport.send(ECHO, new byte[] {1})
                .thenCompose(first -> transport.send(ECHO, new byte[] {first[0], 2}))
                .toCompletableFuture().get();

        assertArrayEquals(new byte[] {1, 2}, second);
    }

    /** Its channel's own thread may be quicker, now and then. */
    @Test
    public void shouldBringInItsAnswerOnTheThreadThatWaitsForIt() throws Exception {
        Transport transport = service(Transport.class);
        long begin = System.nanoTime();
        boolean broughtIn = execution().equals("inline"); // answered before anybody can wait

        while (!broughtIn && System.nanoTime() - begin < PATIENCE_NS) {
            broughtIn = bringsIn(transport.send(ECHO, new byte[] {1}).toCompletableFuture());
        }

        assertTrue(broughtIn);
    }

    /** Whether the answer came on this thread, after it began to wait. */
    private static boolean bringsIn(CompletableFuture<byte[]> answer) {
        Thread caller = Thread.currentThread();
        AtomicBoolean waiting = new AtomicBoolean();
        AtomicBoolean broughtIn = new AtomicBoolean();
        CompletableFuture<byte[]> seen = answer.whenComplete((value, failure) ->
                broughtIn.set(waiting.get() && Thread.currentThread() == caller));
        waiting.set(true);
        seen.join();
        return broughtIn.get();
    }

    @Test
    public void shouldTakeANotification() throws Exception {
        Event<byte[], Void> told = Events.defineEvent("echo").module("message").event("send").define(byte[].class);

        assertNull(send(told, new byte[] {1}));
    }

    @Test
    public void shouldPublishWhatAPluginSendsBeyondItsAnswerAlsoBeyondItsRoom() throws Exception {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        Event<byte[], Void> message =
                Events.defineEvent("plugin").module("flood").event("message").define(byte[].class);
        Event<byte[], byte[]> send =
                Events.defineEvent("plugin").module("flood").event("send").define(byte[].class, byte[].class);
        Bundle flood = start(install("flood", misbehaving("flood"), execution()));
        Registration listening = service(Transport.class).on(message, (bytes, context) -> {
            received.add(bytes);
            return null;
        });
        try {
            assertEquals("flood", new String(send(send, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder())
                    .putInt(FLOOD).array()), UTF_8));

            for (int i = 0; i < FLOOD; i++) {
                byte[] bytes = received.poll(30, TimeUnit.SECONDS);
                assertEquals(i, ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt());
            }
        } finally {
            listening.close();
            flood.uninstall();
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
        ServiceReference<NativePlugin> reference = hawser().getServiceReference(NativePlugin.class);

        assertEquals("echo", reference.getProperty(NativePluginConstants.NAME));
        assertEquals("1.0.0", reference.getProperty(NativePluginConstants.VERSION));
        assertEquals(1, reference.getProperty(NativePluginConstants.API_VERSION));
        assertEquals(execution(), reference.getProperty(NativePluginConstants.EXECUTION));
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
        assertEquals(null, hawser().getServiceReference(NativePlugin.class));
        assertTrue(service(EventCatalog.class).find(ECHO.name()).isEmpty());
        assertFalse(Stream.of(threads()).anyMatch(thread -> thread.getName().contains("echo")));
        assertEquals(ErrorCode.PLUGIN_STOPPED,
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
