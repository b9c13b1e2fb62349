// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.transport.BatchOptions;
import hawser.plugin.host.PluginHost;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.StreamController;
import hawser.transport.StreamListener;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** What a plugin may do and expect, and what its callers see of it: the same whoever calls it. */
public abstract class BehaviourContract extends InFelix {
    private static final Event<byte[], byte[]> BEHAVE = event("plugin:behaves:send");
    private static final Event<byte[], Void> UNASKED =
            Events.defineNamed("plugin:behaves:message").define(byte[].class);
    private static final Event<byte[], byte[]> READ = event("source:chunks:read");
    private static final EventOptions BATCHED = EventOptions.defaults()
            .withBatch(BatchOptions.on().withMaxSize(1000).withWindow(Duration.ofMinutes(10)));
    /** More than one loan may have. */
    private static final int TOO_MUCH = 512 * 1024;
    private static final long THREE_USUAL_INTERVALS_NS = 300_000_000;
    private static final long PATIENCE_NS = SECONDS.toNanos(30);

    /** {@return how it is driven} */
    protected abstract String execution();

    /** Whether it may wait for whoever takes what it sends; else its caller is inside, and waits for it in turn. */
    protected boolean mayWait() {
        return true;
    }

    /** What is tried while a plugin runs. */
    private interface Check {
        void run() throws Exception;
    }

    private static Event<byte[], byte[]> event(String name) {
        return Events.defineNamed(name).define(byte[].class, byte[].class);
    }

    /** Of the plugin that does what it is told, with those attributes in its header. */
    private void behaving(String attributes, Check check) throws Exception {
        byte[] jar = PluginJars.with("behaves", "native/l.so", misbehaving("behaves"),
                "native/l.so;execution=" + execution() + attributes);
        during(context.installBundle("test:behaves", new ByteArrayInputStream(jar)), check);
    }

    private void during(Bundle bundle, Check check) throws Exception {
        try {
            start(bundle);
            check.run();
        } finally {
            bundle.uninstall();
        }
    }

    private String ask(String text) throws Exception {
        return new String(send(BEHAVE, text.getBytes(UTF_8)), UTF_8);
    }

    /* ---- requests ---- */

    @Test
    public void shouldFailARequestThatIsNotAnsweredAndNoOther() throws Exception {
        behaving("", () -> {
            Transport transport = service(Transport.class);
            CompletableFuture<byte[]> unanswered = transport.send(BEHAVE, new byte[] {'n'}).toCompletableFuture();
            assertEquals("e1", ask("e1"));
            TransportException failure = failureOf(unanswered);
            assertEquals(ErrorCode.NO_RESPONSE, failure.code());
            assertEquals("behaves", failure.pluginName().orElseThrow());
        });
    }

    private long lateAnswers() throws InterruptedException {
        return service(PluginHost.class).lateAnswers().getOrDefault("behaves", 0L);
    }

    /**
     * What it answers too late is nobody else's, and counted, unless it was too late to be taken at all: then there is
     * more time. A caller that is inside cannot be told meanwhile: it has its answer.
     */
    @Test
    public void shouldEndARequestWhoseTimeIsOverAndNoOther() throws Exception {
        behaving("", () -> {
            long before = lateAnswers();
            if (!mayWait()) {
                askForTooLong(Duration.ofMinutes(1)); // which is not its own thread's doing, should one be inside
            }
            for (int ms = 20; mayWait() && lateAnswers() == before && ms < 5_000; ms *= 2) {
                askForTooLong(Duration.ofMillis(ms));
            }
            assertEquals(before + (mayWait() ? 1 : 0), lateAnswers());
            assertEquals("e more", ask("e more"));
        });
    }

    /** It answers when a file is there, which is only after that time if a caller can be told so meanwhile. */
    private void askForTooLong(Duration timeout) throws Exception {
        Path folder = Files.createTempDirectory("hawser-late");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // it may be another user
        Path end = folder.resolve("end");
        Transport transport = service(Transport.class);
        if (!mayWait()) {
            Files.createFile(end);
        }
        CompletableFuture<byte[]> late = transport.send(BEHAVE, ("s" + end).getBytes(UTF_8),
                SendOptions.defaults().withTimeout(timeout)).toCompletableFuture();
        CompletableFuture<byte[]> next = transport.send(BEHAVE, "e next".getBytes(UTF_8)).toCompletableFuture();

        if (mayWait()) {
            assertEquals(ErrorCode.TIMEOUT, failureOf(late).code());
            Files.createFile(end);
        } else {
            assertTrue(late.get().length > 0);
        }
        assertEquals("e next", new String(next.get(), UTF_8));
        Files.delete(end);
        Files.delete(folder);
    }

    @Test
    public void shouldPutTheTypeInFrontAndTakeItOffTheAnswer() throws Exception {
        behaving(";events=\"behaves:one:send type=1, behaves:two:send type=0xfe\"", () -> {
            for (String name : List.of("behaves:one:send", "behaves:two:send")) {
                assertEquals("l77", new String(send(event(name), "l77".getBytes(UTF_8)), UTF_8));
                assertEquals(0, send(event(name), new byte[0]).length);
            }
        });
    }

    @Test
    public void shouldLendAsMuchAsItMayAndTakeNoMore() throws Exception {
        behaving("", () -> {
            byte[] lent = send(BEHAVE, "l200000".getBytes(UTF_8));

            assertEquals(200_000, lent.length);
            assertTrue(IntStream.range(0, lent.length).allMatch(i -> lent[i] == (byte) i));
            assertEquals("refused", ask("l" + TOO_MUCH));
            assertEquals("refused", ask("L"));
            assertEquals("e", ask("e"));
        });
    }

    /* ---- by itself ---- */

    @Test
    public void shouldUpdateItAllTheTimeUnlessThatIsOff() throws Exception {
        behaving(";update.interval=1ms", () -> {
            long begun = System.nanoTime();
            while (Integer.parseInt(ask("u")) < 5) {
                assertFalse("updated " + ask("u") + " times", System.nanoTime() - begun > PATIENCE_NS);
            }
        });
        behaving(";update.interval=0", () -> {
            for (long begun = System.nanoTime(); System.nanoTime() - begun < THREE_USUAL_INTERVALS_NS;) {
                assertEquals("0", ask("u"));
            }
        });
    }

    @Test
    public void shouldNeverCallItTwiceAtATime() throws Exception {
        behaving(";update.interval=1ms", () -> {
            List<FutureTask<String>> callers =
                    Stream.generate(() -> new FutureTask<>(this::askOften)).limit(4).toList();
            callers.forEach(caller -> new Thread(caller).start());
            for (FutureTask<String> caller : callers) {
                assertEquals("0", caller.get());
            }
        });
    }

    private String askOften() throws Exception {
        for (int i = 0; i < 300; i++) {
            ask("e" + i);
        }
        return ask("T");
    }

    @Test
    @SuppressWarnings("try") // it listens for as long
    public void shouldPublishWhatItSendsUnaskedFromAnUpdateAndFromAThread() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Registration listening = service(Transport.class).on(UNASKED, (bytes, request) -> {
            heard.add(new String(bytes, UTF_8));
            return null;
        })) {
            behaving(";update.interval=1ms", () -> {
                assertEquals("kept", ask("afrom an update"));
                assertEquals("from an update", heard.poll(30, SECONDS));
                assertEquals("sent", ask("tfrom a thread"));
                assertEquals("from a thread", heard.poll(30, SECONDS));
            });
        }
        assertTrue(heard.toString(), heard.isEmpty());
    }

    /* ---- streams ---- */

    /** Takes chunks, looks at their numbers, and keeps the last word. */
    private static final class Chunks implements StreamListener<byte[]> {
        final BlockingQueue<Object> numbers = new LinkedBlockingQueue<>();

        @Override
        public void onData(byte[] chunk) {
            numbers.add(ByteBuffer.wrap(chunk).order(ByteOrder.nativeOrder()).getLong());
        }

        @Override
        public void onError(TransportException failure) {
            numbers.add(failure.code());
        }

        @Override
        public void onEnd() {
            numbers.add("ended");
        }

        Object next() throws InterruptedException {
            return numbers.poll(30, SECONDS);
        }
    }

    private StreamController read(String what, Chunks chunks) throws Exception {
        return service(Transport.class).stream(READ, what.getBytes(UTF_8), chunks);
    }

    @Test
    public void shouldStreamToTheEndOrUntilItIsCancelledAndTakeTurns() throws Exception {
        during(install(exampleJar("source"), execution()), () -> {
            Chunks endless = new Chunks();
            StreamController controller = read(Long.MAX_VALUE + " 1024", endless);
            assertEquals(0L, endless.next());
            Chunks counted = new Chunks();
            read("500 1024", counted);
            controller.cancel();

            long number = 0;
            Object next = counted.next();
            while (next instanceof Long) {
                assertEquals(number++, next);
                next = counted.next();
            }
            assertTrue(number + " chunks", number == 500 || number >= 100 && !mayWait());
            assertEquals(number == 500 ? "ended" : ErrorCode.BACK_PRESSURED, next);
        });
    }

    @Test
    public void shouldFailAStreamWhosePluginStops() throws Exception {
        Chunks chunks = new Chunks();
        during(install(exampleJar("source"), execution()), () -> {
            read(Long.MAX_VALUE + " 1024", chunks);
            assertEquals(0L, chunks.next());
        });
        Object last = chunks.next();
        while (last instanceof Long) {
            last = chunks.next();
        }
        // who may not wait has given up for want of room, unless the stop came first
        assertTrue(last + " at the end", last == ErrorCode.PLUGIN_STOPPED
                || last == ErrorCode.BACK_PRESSURED && !mayWait());
    }

    /* ---- together ---- */

    private List<CompletableFuture<byte[]>> together(Event<byte[], byte[]> batched, Stream<String> texts)
            throws Exception {
        Transport transport = service(Transport.class);
        List<CompletableFuture<byte[]>> sent = texts
                .map(text -> transport.send(batched, text.getBytes(UTF_8)).toCompletableFuture()).toList();
        transport.flush().toCompletableFuture().join();
        return sent;
    }

    @Test
    public void shouldAnswerEachRequestThatWasSentTogetherWithOthers() throws Exception {
        Event<byte[], byte[]> batched =
                Events.defineNamed(BEHAVE.name()).define(byte[].class, byte[].class, BATCHED);
        String text = "e".repeat(500);
        behaving("", () -> {
            List<CompletableFuture<byte[]>> sent = together(batched,
                    IntStream.range(0, 900).mapToObj(i -> i % 100 == 50 ? "n" : text + i));
            for (int i = 0; i < sent.size(); i++) {
                if (i % 100 == 50) {
                    assertEquals(ErrorCode.NO_RESPONSE, failureOf(sent.get(i)).code());
                } else {
                    assertArrayEquals((text + i).getBytes(UTF_8), sent.get(i).join());
                }
            }
        });
    }

    @Test
    public void shouldHandOverAnEnvelopeWholeToAPluginThatTakesIt() throws Exception {
        Event<byte[], byte[]> count =
                Events.defineNamed("words:text:count").define(byte[].class, byte[].class, BATCHED);
        during(install(exampleJar("words"), execution()), () -> {
            List<CompletableFuture<byte[]>> sent =
                    together(count, Stream.of("it can be let go", "envelope", "", "a b"));

            assertEquals(List.of("5", "4", "2"), Stream.of(sent.get(0), sent.get(1), sent.get(3))
                    .map(answer -> new String(answer.join(), UTF_8)).toList());
            assertEquals(ErrorCode.INTERNAL_ERROR, failureOf(sent.get(2)).code());
        });
    }
}
