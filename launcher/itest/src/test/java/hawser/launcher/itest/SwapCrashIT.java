// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Generations of an isolated plugin that die while one takes over from another, at each step, while it is asked. */
public class SwapCrashIT extends Isolated {
    private static final Event<byte[], byte[]> SEND =
            Events.defineEvent("plugin").module("dies").event("send").define(byte[].class, byte[].class);
    private static final List<String> SWAPS = List.of("overlap", "stop-first");
    /** It has a state to save and to load, and does not die of it. */
    private static final String GOOD = "dies-load-never.so";

    /** A million of them would fill the memory. */
    private static final int MOST_FAILURES = 100_000;

    private Bundle dies;
    private volatile boolean over;

    @Before
    public void startIt() throws Exception {
        configure("hawser.plugin.process", Map.of("restart.delay", 1L));
        dies = startIsolated(GOOD, misbehaving("dies"));
    }

    @After
    public void uninstallIt() throws Exception {
        over = true; // also when a test failed while somebody asks
        dies.uninstall();
        configure("hawser.plugin.process", Map.of());
        assertEquals(List.of(), runners());
    }

    private void update(String file, String swap) throws Exception {
        byte[] jar = PluginJars.with("dies", "native/" + file, misbehaving("dies"),
                "native/" + file + ";execution=process;swap=" + swap);
        dies.update(new ByteArrayInputStream(jar));
        service(PluginHost.class).settled().toCompletableFuture().get();
    }

    /** Asks one after the other until it is over: the failures. */
    private FutureTask<List<TransportException>> startAsking() throws Exception {
        Transport transport = service(Transport.class);
        over = false;
        FutureTask<List<TransportException>> asking = new FutureTask<>(() -> {
            List<TransportException> failures = new ArrayList<>();
            for (int i = 0; !over && failures.size() < MOST_FAILURES; i++) {
                answer(transport.send(SEND, ("m" + i).getBytes(UTF_8)).toCompletableFuture(), "m" + i, failures);
            }
            return failures;
        });
        new Thread(asking, "asks").start();
        return asking;
    }

    private static void answer(CompletableFuture<byte[]> answer, String expected, List<TransportException> failures)
            throws InterruptedException {
        try {
            assertEquals(expected, new String(answer.get(), UTF_8));
        } catch (ExecutionException e) {
            failures.add((TransportException) e.getCause());
        }
    }

    private List<TransportException> stop(FutureTask<List<TransportException>> asking) throws Exception {
        over = true;
        return asking.get();
    }

    /** Whoever asks too soon is told that it crashed. */
    private void assertServes(String what) throws Exception {
        List<TransportException> failures = new ArrayList<>();
        do {
            await(dies, PluginState.ACTIVE, 1);
            failures.clear();
            answer(service(Transport.class).send(SEND, "well".getBytes(UTF_8)).toCompletableFuture(), "well", failures);
            assertCrashedOnly(what, failures);
        } while (!failures.isEmpty());
        awaitRunners(1);
    }

    private static void assertCrashedOnly(String what, List<TransportException> failures) {
        failures.forEach(failure -> assertEquals(what + ": " + failure.getMessage(), ErrorCode.PLUGIN_CRASHED,
                failure.code()));
    }

    /** Whoever asks does not notice: the old one serves on, or again. */
    @Test
    public void shouldAnswerAllWhenTheNewGenerationDiesBeforeItServes() throws Exception {
        for (String swap : SWAPS) {
            for (String way : List.of("constructor-segv", "constructor-exit", "initialize-abort", "initialize-kill",
                    "load-segv")) {
                FutureTask<List<TransportException>> asking = startAsking();

                update("dies-" + way + ".so", swap);

                assertEquals(swap + " " + way, List.of(), stop(asking));
                assertTrue(swap + " " + way + ": " + plugin(dies),
                        plugin(dies).reason().orElse("").contains("not updated"));
                assertServes(swap + " " + way);
            }
        }
    }

    /** It dies as soon as it serves, again and again; the next update ends that. */
    @Test
    public void shouldComeBackWithAnotherUpdateWhenTheNewGenerationDiesOnceItServes() throws Exception {
        for (String swap : SWAPS) {
            FutureTask<List<TransportException>> asking = startAsking();
            do {
                update("dies-update-segv.so", swap);
            } while (plugin(dies).reason().orElse("").contains("not updated")); // it died before it served
            await(dies, PluginState.QUARANTINED, 1);
            assertCrashedOnly(swap, stop(asking));
            awaitRunners(0);

            update(GOOD, swap);

            assertServes(swap);
        }
    }

    /** In what is left of its life: while it saves, with a request under way, or in its shutdown. */
    @Test
    public void shouldServeFromTheNewGenerationWhenTheOldOneDies() throws Exception {
        for (String swap : SWAPS) {
            for (String way : List.of("save-segv", "save-exit", "shutdown-segv", "shutdown-kill")) {
                update("dies-" + way + ".so", swap);
                assertServes(swap + " before " + way);
                FutureTask<List<TransportException>> asking = startAsking();

                update(GOOD, swap);

                assertServes(swap + " " + way);
                assertCrashedOnly(swap + " " + way, stop(asking));
            }
        }
    }

    @Test
    public void shouldEndEveryRequestWhenTheOldGenerationDiesOfOneThatWaits() throws Exception {
        Transport transport = service(Transport.class);
        for (String swap : SWAPS) {
            List<CompletableFuture<byte[]>> open = IntStream.range(0, 20).mapToObj(i -> transport
                    .send(SEND, (i == 10 ? "segv" : "well").getBytes(UTF_8)).toCompletableFuture()).toList();
            update(GOOD, swap);

            List<TransportException> failures = new ArrayList<>();
            for (CompletableFuture<byte[]> each : open) {
                answer(each, "well", failures);
            }
            assertCrashedOnly(swap, failures);
            assertFalse("who killed it is told", failures.isEmpty());
            assertServes(swap);
        }
    }

    /** Whoever deals with the crash waits until it was heard to the end: who hears it does not wait for him. */
    @Test
    public void shouldStopWhenWhoHearsItSaysSoWhileItsCrashIsDealtWith() throws Exception {
        while (!stopWhileHearing().get(PATIENCE_NS, TimeUnit.NANOSECONDS)) { // who asks was slower than the answer
            continue;
        }
        await(dies, PluginState.STOPPED, 1);
        awaitRunners(0);
    }

    private CompletableFuture<Boolean> stopWhileHearing() throws Exception {
        return whoHearsIt(() -> {
            service(Transport.class).send(SEND, "segv".getBytes(UTF_8));
            awaitBurial();
            dies.stop();
            return null;
        });
    }

    /** Has whoever hears an answer of it do that: false if it came too late to be heard there. */
    private CompletableFuture<Boolean> whoHearsIt(Callable<?> action) throws Exception {
        return service(Transport.class).send(SEND, "sleep".getBytes(UTF_8)).handle((nothing, noAnswer) -> {
            boolean heard = isWithin(Thread.currentThread().getStackTrace(), "Generation", "receive");
            if (heard) {
                call(action);
            }
            return heard;
        }).toCompletableFuture();
    }

    private static void call(Callable<?> action) {
        try {
            action.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitBurial() {
        long begun = System.nanoTime();
        while (Thread.getAllStackTraces().values().stream().noneMatch(stack ->
                isWithin(stack, "Generation", "bury") && isWithin(stack, "Threads", "join"))) {
            assertFalse("nobody buries it", System.nanoTime() - begun > PATIENCE_NS);
            Thread.onSpinWait();
        }
    }

    private static boolean isWithin(StackTraceElement[] stack, String type, String method) {
        return Stream.of(stack).anyMatch(frame -> frame.getClassName().endsWith('.' + type)
                && frame.getMethodName().equals(method));
    }

    /** Who hears it holds up nobody but himself. */
    @Test
    public void shouldBeStoppedAtOnceByWhoHearsIt() throws Exception {
        Callable<?> stop = () -> {
            dies.stop();
            assertEquals(PluginState.STOPPED, plugin(dies).state());
            dies.start();
            return null;
        };
        while (!whoHearsIt(stop).get(PATIENCE_NS, TimeUnit.NANOSECONDS)) {
            continue;
        }
        await(dies, PluginState.ACTIVE, 1);
        assertServes("started by who heard it");
    }

    /** Who is told that it has crashed is called by whoever deals with that. */
    @Test
    public void shouldBeStoppedByWhoIsToldOfItsCrash() throws Exception {
        service(Transport.class).send(SEND, "segv".getBytes(UTF_8)).whenComplete((nothing, crash) -> call(() -> {
            dies.stop();
            return null;
        }));

        await(dies, PluginState.STOPPED, 1);
        awaitRunners(0);
        dies.start();
        assertServes("started again");
    }

    @Test
    public void shouldServeFromTheNewGenerationWhenTheOldOneDiesBesideIt() throws Exception {
        boolean killed = false;
        while (!killed) { // whoever looks is slower than the swap, now and then
            killed = killTheOldBesideTheNew();
        }
    }

    /** The new one takes its time to begin. */
    private boolean killTheOldBesideTheNew() throws Exception {
        long old = runners().get(0);
        FutureTask<Void> updating = new FutureTask<>(() -> {
            update("dies-initialize-sleep.so", "overlap");
            return null;
        });
        new Thread(updating, "updates").start();
        while (runners().size() < 2 && !updating.isDone()) {
            Thread.onSpinWait();
        }

        boolean killed = !updating.isDone()
                && ProcessHandle.of(old).map(ProcessHandle::destroyForcibly).orElse(false);

        updating.get();
        assertServes("beside it");
        assertFalse(runners().contains(old));
        return killed;
    }
}
