// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.StreamContext;
import hawser.transport.StreamHandler;
import hawser.transport.StreamOptions;
import hawser.transport.Streams;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Streams that native plugins consume, in every execution. */
public class SubscribeIT extends InFelix {
    private static final int BUFFER = 4;
    private static final Event<byte[], byte[]> READ = Events.defineEvent("source").module("chunks").event("read")
            .define(byte[].class, byte[].class,
                    EventOptions.defaults().withStream(StreamOptions.defaults().withBufferSize(BUFFER)));
    private static final Event<byte[], byte[]> COUNT = event("tally:stream:count");
    private static final Event<byte[], byte[]> FIRST = event("tally:stream:first");

    /** Of each stream without an end, once. */
    private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
    private Registration producer;

    private static Event<byte[], byte[]> event(String name) {
        return Events.defineNamed(name).define(byte[].class, byte[].class);
    }

    private void produce(StreamHandler<byte[], byte[]> handler) throws Exception {
        producer = service(Transport.class).onStream(READ, handler);
    }

    @After
    public void leave() {
        if (producer != null) {
            producer.close();
        }
    }

    private String ask(Event<byte[], byte[]> event, String text) throws Exception {
        return new String(send(event, text.getBytes(UTF_8)), UTF_8);
    }

    private CompletionStage<byte[]> begin(Cancellation cancellation) throws Exception {
        return service(Transport.class).send(COUNT, "source:chunks:read x".getBytes(UTF_8),
                SendOptions.defaults().withCancellation(cancellation));
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** What the plugin says of these numbers if it got each of them once, in order. */
    private static String tallyOf(int count) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < count; i++) {
            for (byte each : number(i)) {
                hash = (hash ^ each & 0xff) * 0x100000001b3L;
            }
        }
        return count + " items, " + count * Integer.BYTES + " bytes, " + String.format("%016x", hash);
    }

    private static void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue("it was awaited for 30 s", System.nanoTime() - begun < SECONDS.toNanos(30));
            Thread.onSpinWait();
        }
    }

    private void awaitNoStream() throws InterruptedException {
        Streams streams = service(Streams.class);
        await(() -> streams.list().isEmpty());
    }

    private static void emitNumbers(StreamContext<byte[]> stream, int count) {
        for (int i = 0; i < count; i++) {
            stream.emit(number(i));
        }
    }

    @Test
    public void shouldTakeAllItemsOfABundlesStreamInOrder() throws Exception {
        produce((asked, stream) -> emitNumbers(stream, Integer.parseInt(new String(asked, UTF_8))));

        inEachExecution("tally", plugin -> {
            assertEquals(tallyOf(5_000), ask(COUNT, "source:chunks:read 5000"));
            assertEquals(tallyOf(0), ask(COUNT, "source:chunks:read 0"));
            awaitNoStream();
        });
    }

    /** The producer goes on for ever: what keeps it is that nobody asks for more. */
    @Test
    public void shouldBeSentNoMoreThanItAsksFor() throws Exception {
        AtomicReference<AtomicInteger> latest = new AtomicReference<>();
        produce((asked, stream) -> {
            AtomicInteger emitted = new AtomicInteger();
            latest.set(emitted);
            while (!stream.isCancelled()) {
                stream.emit(number(emitted.get()));
                emitted.addAndGet(stream.isCancelled() ? 0 : 1);
            }
        });

        inEachExecution("tally", plugin -> {
            assertEquals(tallyOf(5), ask(FIRST, "5 source:chunks:read x"));
            awaitNoStream();
            assertTrue("emitted: " + latest, latest.get().get() <= 5 + BUFFER);
        });
    }

    @Test
    public void shouldHearWhyAStreamFailed() throws Exception {
        produce((asked, stream) -> {
            stream.emit(number(0));
            throw TransportException.of(ErrorCode.SERIALIZE_FAILED, "it cannot be read", READ.name());
        });

        inEachExecution("tally", plugin -> {
            TransportException failure = failureOf(begin(new Cancellation()));
            assertEquals(failure.getMessage(), ErrorCode.SERIALIZE_FAILED, failure.code());
            assertTrue(failure.getMessage(), failure.getMessage().contains("it cannot be read"));
            TransportException unknown = failureOf(send("search:text:find x"));
            assertEquals(unknown.getMessage(), ErrorCode.UNKNOWN_EVENT, unknown.code());
            TransportException refused = failureOf(send("other:one:streamed x"));
            assertEquals(refused.getMessage(), ErrorCode.PLUGIN_UNAUTHORIZED, refused.code());
        });
    }

    private CompletionStage<byte[]> send(String text) throws Exception {
        return service(Transport.class).send(COUNT, text.getBytes(UTF_8));
    }

    private void produceForEver() throws Exception {
        produce((asked, stream) -> {
            for (int i = 0; !stream.isCancelled(); i++) {
                stream.emit(number(1));
                if (i == 100) {
                    begun.add(i);
                }
            }
        });
    }

    /** Until the plugin has taken some items of a stream without an end. */
    private void awaitBegun() throws InterruptedException {
        assertNotNull("a hundred items", begun.poll(30, SECONDS));
    }

    @Test
    public void shouldCancelWhatNobodyWantsAnyMore() throws Exception {
        produceForEver();
        inEachExecution("tally", plugin -> {
            Cancellation cancellation = new Cancellation();
            CompletionStage<byte[]> counting = begin(cancellation);
            awaitBegun();

            cancellation.cancel();

            assertEquals(ErrorCode.CANCELLED, failureOf(counting).code());
            awaitNoStream();
        });
    }

    @Test
    public void shouldEndWithThePlugin() throws Exception {
        produceForEver();
        inEachExecution("tally", plugin -> {
            CompletionStage<byte[]> counting = begin(new Cancellation());
            awaitBegun();

            plugin.stop();

            assertEquals(ErrorCode.PLUGIN_STOPPED, failureOf(counting).code());
            awaitNoStream();
        });
    }

    @Test
    public void shouldEndWithThePluginsProcess() throws Exception {
        produceForEver();
        Bundle tally = start(install(exampleJar("tally"), "process"));
        CompletionStage<byte[]> counting = begin(new Cancellation());
        awaitBegun();

        Isolated.runners().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

        assertEquals(ErrorCode.PLUGIN_CRASHED, failureOf(counting).code());
        awaitNoStream();
        tally.uninstall();
    }

    @Test
    public void shouldTakeTheStreamOfAnotherPlugin() throws Exception {
        Bundle source = start(installExample("source"));
        inEachExecution("tally", plugin -> {
            String tally = ask(COUNT, "source:chunks:read 1000 64");
            assertTrue(tally, tally.startsWith("1000 items, 64000 bytes, "));
            awaitNoStream();
        });
        source.uninstall();
    }
}
