// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginCrash;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Plugins in a process of their own that die there. */
public class IsolationIT extends Isolated {
    private static final Event<byte[], byte[]> SEND =
            Events.defineEvent("plugin").module("dies").event("send").define(byte[].class, byte[].class);
    private static final Event<byte[], byte[]> LEAK =
            Events.defineEvent("plugin").module("leaks").event("send").define(byte[].class, byte[].class);
    private static final List<String> WAYS =
            List.of("segv", "abort", "exit", "_exit", "kill", "overflow", "divide", "illegal");

    /** Where a thread's stat file has it, counted behind its name. */
    private static final int NICE = 16;

    private Bundle dies;
    private Bundle echo;

    @Before
    public void startBoth() throws Exception {
        dies = start(install("dies", misbehaving("dies"), "process"));
        echo = start(install(echoJar(), "process"));
    }

    @After
    public void uninstallBoth() throws Exception {
        dies.uninstall();
        echo.uninstall();
        assertEquals(List.of(), service(Channels.class).list());
        assertEquals(List.of(), runners());
    }

    @Test
    public void shouldFailWhatIsOpenAndStartAgainWhenAPluginDies() throws Exception {
        int restarts = 0;
        for (String way : List.of("segv", "exit")) {
            int generation = plugin(dies).generation();

            List<TransportException> failures = failuresOf(way);

            failures.forEach(failure -> assertEquals(failure.getMessage(), ErrorCode.PLUGIN_CRASHED, failure.code()));
            await(dies, PluginState.ACTIVE, generation + 1);
            restarts++;
            assertEquals(Map.of("dies", restarts, "echo", 0), service(PluginHost.class).restarts());
            assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));
            assertEquals("fine", new String(send(ECHO, "fine".getBytes(UTF_8)), UTF_8));
        }
    }

    /** Threads and processes inherit the priority of whoever starts them: after a restart it is what it was. */
    @Test
    public void shouldServeWithTheSamePriorityAfterARestart() throws Exception {
        failuresOf("segv");
        await(dies, PluginState.ACTIVE, 2);
        assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));

        Set<String> own = priorities(Path.of("/proc/thread-self/stat"));
        assertEquals(own, priorities(Path.of("/proc/self/task")));
        for (long runner : runners()) {
            assertEquals(own, priorities(Path.of("/proc/" + runner + "/task")));
        }
    }

    /** Of one thread, or of all in that folder; one that has ended meanwhile has none. */
    private static Set<String> priorities(Path place) throws IOException {
        try (Stream<Path> threads = Files.isDirectory(place) ? Files.list(place) : Stream.of(place)) {
            return threads.flatMap(thread -> priority(Files.isDirectory(thread) ? thread.resolve("stat") : thread))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> priority(Path thread) {
        try {
            return Stream.of(Files.readString(thread).replaceFirst("(?s).*\\) ", "").split(" ")[NICE]);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    @Test
    public void shouldEndEachRequestOfAnEnvelopeThatItsPluginDiesOf() throws Exception {
        Event<byte[], byte[]> batched = Events.defineNamed(SEND.name()).define(byte[].class, byte[].class,
                EventOptions.defaults().withBatch(BatchOptions.on().withWindow(Duration.ofMinutes(10))));
        Transport transport = service(Transport.class);
        List<CompletableFuture<byte[]>> sent = IntStream.range(0, 40).mapToObj(i -> transport
                .send(batched, (i < 20 ? "well" : "segv").getBytes(UTF_8)).toCompletableFuture()).toList();
        transport.flush().toCompletableFuture().get();

        sent.subList(20, 40).forEach(each -> assertEquals(ErrorCode.PLUGIN_CRASHED, failureOf(each).code()));
        for (CompletableFuture<byte[]> each : sent.subList(0, 20)) {
            assertEquals("it was answered before", "well", new String(each.get(), UTF_8));
        }
        await(dies, PluginState.ACTIVE, 2);
    }

    @Test
    public void shouldLetGoOfAPluginThatNeverEndsPrinting() throws Exception {
        Bundle prints = startIsolated("prints.so", misbehaving("prints"));
        Bundle namesake = startIsolated("prints-always.so", misbehaving("prints"));
        try {
            assertEquals(PluginState.FAILED, plugin(namesake).state());
            String reason = plugin(namesake).reason().orElseThrow();
            assertTrue(reason, reason.contains("a plugin's name must be its own: prints"));
            assertEquals(3, runners().size());
        } finally {
            namesake.uninstall();
            prints.uninstall();
        }
    }

    @Test
    public void shouldSayHowItDied() throws Exception {
        TransportException failure = failuresOf("segv").get(0);

        assertTrue(failure.getMessage(), failure.getMessage().contains("SIGSEGV at address 0x10 in fault (l.so), "
                + "inside process_message, message 1"));
    }

    @Test
    public void shouldWriteAReportWithTheStackAndTheLastMessagesIfThatIsConfigured() throws Exception {
        Path folder = Files.createTempDirectory("crash");
        configure("hawser.plugin.process", Map.of("crash.folder", folder.toString(), "crash.messages", 2));
        dies.stop();
        start(dies);
        int generation = plugin(dies).generation();
        send(SEND, "not quoted".getBytes(UTF_8));
        send(SEND, "quoted".getBytes(UTF_8));

        failureOf(service(Transport.class).send(SEND, "segv".getBytes(UTF_8)));
        await(dies, PluginState.ACTIVE, generation + 1);

        String report = Files.readString(Files.list(folder).findFirst().orElseThrow());
        assertTrue(report, report.contains("signal: SIGSEGV") && report.contains("fault+0x"));
        assertTrue(report, report.contains("#2 6 bytes: quoted\n  #3 4 bytes: segv\n"));
        assertFalse(report, report.contains("not quoted"));
        configure("hawser.plugin.process", Map.of());
    }

    @Test
    public void shouldPutAPluginIntoQuarantineThatKeepsOverwritingItsChannel() throws Exception {
        Event<byte[], byte[]> send =
                Events.defineEvent("plugin").module("scribbles").event("send").define(byte[].class, byte[].class);
        Bundle scribbles = startIsolated("scribbles-requests.so", misbehaving("scribbles"));
        for (int i = 1; i <= 3; i++) {
            send(send, "write".getBytes(UTF_8));
            failureOf(service(Transport.class).send(send, "again".getBytes(UTF_8)));
            await(scribbles, i < 3 ? PluginState.ACTIVE : PluginState.QUARANTINED, i < 3 ? i + 1 : i);
        }

        String reason = plugin(scribbles).reason().orElseThrow();
        assertTrue(reason, reason.contains("was killed, for it overwrote its channel"));
        assertEquals(ErrorCode.PLUGIN_CRASHED, failureOf(service(Transport.class).send(send, new byte[1])).code());
        scribbles.uninstall();
    }

    /** Its constructor would end this process, before anybody knew its name. */
    @Test
    public void shouldRunNothingHereOfWhatTheConfigurationHasIsolated() throws Exception {
        configure("hawser.plugin.process", Map.of("execution", new String[] {"silent=process", "echo=thread"}));
        awaitExecution(echo, "thread");
        try {
            Bundle dying = start(context.installBundle("test:dying", new ByteArrayInputStream(PluginJars.with("dying",
                    "native/dies-constructor-abort.so", misbehaving("dies"),
                    "native/dies-constructor-abort.so;execution=thread"))));
            Bundle silent = start(install("quiet", misbehaving("silent"), "thread"));

            String reason = plugin(dying).reason().orElse("");
            assertTrue(reason, reason.contains("SIGABRT") && reason.contains("execution=test.dying=thread"));
            assertEquals("process", plugin(silent).execution());
            assertEquals("it was not moved", 1, plugin(silent).generation());
            dying.uninstall();
            silent.uninstall();
        } finally {
            configure("hawser.plugin.process", Map.of());
            awaitExecution(echo, "process");
        }
    }

    private void awaitExecution(Bundle bundle, String execution) throws Exception {
        long begun = System.nanoTime();
        while (!plugin(bundle).execution().equals(execution)) {
            assertFalse(plugin(bundle).toString(), System.nanoTime() - begun > PATIENCE_NS);
            Thread.onSpinWait();
        }
    }

    @Test
    public void shouldPutAPluginIntoQuarantineThatDiesThreeTimesAndReleaseItWhenItIsStarted() throws Exception {
        dieUntilQuarantined();

        String reason = plugin(dies).reason().orElseThrow();
        assertTrue(reason, reason.contains("3 times") && reason.contains("SIGABRT") && reason.contains("plugin:start"));
        TransportException refused = failureOf(service(Transport.class).send(SEND, new byte[1]));
        assertEquals(ErrorCode.PLUGIN_CRASHED, refused.code());
        assertEquals("fine", new String(send(ECHO, "fine".getBytes(UTF_8)), UTF_8));

        dies.stop();
        start(dies);

        assertEquals(PluginState.ACTIVE, plugin(dies).state());
        assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));
    }

    @Test
    public void shouldSurviveEachWayToDie() throws Exception {
        for (String way : WAYS) {
            dies.stop();
            start(dies);
            int generation = plugin(dies).generation();

            failuresOf(way).forEach(failure -> assertEquals(way, ErrorCode.PLUGIN_CRASHED, failure.code()));

            await(dies, PluginState.ACTIVE, generation + 1);
        }
    }

    @Test
    public void shouldLeaveNoProcessWhenItIsStoppedWhileItRestarts() throws Exception {
        failuresOf("kill");

        dies.stop();

        assertEquals(PluginState.STOPPED, plugin(dies).state());
        awaitRunners(1);
    }

    @Test
    public void shouldIsolateABareLibrary() throws Exception {
        PluginHost host = service(PluginHost.class);
        Path library = Path.of(System.getProperty("hawser.misbehaving"), "libsilent.so");

        assertEquals("process", host.load(library).execution());
        host.unload("silent");
    }

    @Test
    public void shouldLimitAPluginAsItDeclares() throws Exception {
        byte[] jar = PluginJars.with("leaks", "native/leaks.so", misbehaving("leaks"),
                "native/leaks.so;execution=process;limits=\"memory=64MiB\"");
        Bundle leaks = start(context.installBundle("test:leaks", new ByteArrayInputStream(jar)));

        assertEquals("limited", new String(send(LEAK, new byte[1]), UTF_8));

        leaks.uninstall();
    }

    @Test
    public void shouldNameTheLimitOfMemoryThatItDiedAt() throws Exception {
        byte[] jar = PluginJars.with("leaks", "native/leaks-unchecked.so", misbehaving("leaks"),
                "native/leaks-unchecked.so;execution=process;limits=\"memory=64MiB\"");
        Bundle leaks = start(context.installBundle("test:leaks", new ByteArrayInputStream(jar)));

        TransportException failure = failureOf(service(Transport.class).send(LEAK, new byte[1]));

        assertEquals(ErrorCode.PLUGIN_CRASHED, failure.code());
        assertTrue(failure.getMessage(),
                failure.getMessage().contains(" of the 64 MiB of memory that its limit allows"));
        leaks.uninstall();
    }

    /** Without memory no process of it starts again. */
    @Test
    public void shouldStillTellOfTheCrashWhenItCannotBeStartedAgain() throws Exception {
        configure("hawser.plugin.process", Map.of("limit.memory", 4096L));
        try {
            failuresOf("segv");
            await(dies, PluginState.QUARANTINED, 1);

            PluginCrash crash = service(PluginHost.class).crashes().get(0);
            assertEquals(1, crash.count());
            assertTrue(crash.reason(), crash.reason().contains("SIGSEGV"));
            assertTrue(Files.readString(crash.report().orElseThrow()).contains("fault+0x"));
        } finally {
            configure("hawser.plugin.process", Map.of());
        }
    }

    private void dieUntilQuarantined() throws Exception {
        for (int i = 1; i <= 3; i++) {
            int generation = plugin(dies).generation();
            failuresOf("abort");
            await(dies, i < 3 ? PluginState.ACTIVE : PluginState.QUARANTINED, i < 3 ? generation + 1 : generation);
        }
    }

    /** A message that kills, and some behind it that are open then, unless it is back before they are sent. */
    private List<TransportException> failuresOf(String way) throws Exception {
        Transport transport = service(Transport.class);
        List<CompletableFuture<byte[]>> answers = IntStream.range(0, 50).mapToObj(i -> transport
                .send(SEND, (i == 0 ? way : "well").getBytes(UTF_8)).toCompletableFuture()).toList();
        List<TransportException> failures = new ArrayList<>(List.of(failureOf(answers.get(0))));
        answers.stream().skip(1).map(Isolated::failureUnlessServed).flatMap(Optional::stream)
                .forEach(failures::add);
        return failures;
    }
}
