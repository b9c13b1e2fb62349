// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.StreamController;
import hawser.transport.StreamInfo;
import hawser.transport.StreamListener;
import hawser.transport.StreamOptions;
import hawser.transport.Streams;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Streams that native plugins produce. */
public class NativeStreamIT extends InFelix {
    private static final Event<byte[], byte[]> READ = read(StreamOptions.defaults());
    private static final Event<byte[], Hit> FIND =
            Events.defineEvent("search").module("text").event("find").define(byte[].class, Hit.class);
    private static final int CHUNK_LENGTH = 64 * 1024;
    /** A short form; the long one reads 10 GiB. */
    private static final long TOTAL_LENGTH = Long.getLong("hawser.stream.length", 128L << 20);

    /** The buffer's 16 chunks, as many as are on their way, and the rings; and what a framework does by itself. */
    private static final long MOST_HELD = 32 << 20;
    private static final int PARTS = 8;

    private Bundle source;

    /** A sentence that holds what was looked for. */
    public record Hit(int line, String country, String text) {
    }

    private static Event<byte[], byte[]> read(StreamOptions options) {
        return Events.defineEvent("source").module("chunks").event("read")
                .define(byte[].class, byte[].class, EventOptions.defaults().withStream(options));
    }

    @Before
    public void startSource() throws Exception {
        source = start(installExample("source"));
    }

    @After
    public void uninstallSource() throws Exception {
        source.uninstall();
    }

    private static byte[] ask(long chunks, int length) {
        return (chunks + " " + length).getBytes(UTF_8);
    }

    /** Takes chunks, looks at their numbers, and keeps the last word. */
    private static final class Counting implements StreamListener<byte[]> {
        final BlockingQueue<Object> end = new LinkedBlockingQueue<>();
        volatile long next;

        @Override
        public void onData(byte[] chunk) {
            long number = ByteBuffer.wrap(chunk).order(ByteOrder.nativeOrder()).getLong();
            if (number != next) {
                end.add("expected " + next + ", found " + number);
            }
            next++;
        }

        @Override
        public void onError(TransportException failure) {
            end.add(failure.code());
        }

        @Override
        public void onEnd() {
            end.add("ended");
        }

        /** The same, for a subscription that asks by itself. */
        Flow.Subscriber<byte[]> when(Consumer<Flow.Subscription> subscribed) {
            return new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscribed.accept(subscription);
                }

                @Override
                public void onNext(byte[] item) {
                    onData(item);
                }

                @Override
                public void onError(Throwable thrown) {
                    end.add(thrown);
                }

                @Override
                public void onComplete() {
                    onEnd();
                }
            };
        }

        Object end() throws InterruptedException {
            return end.poll(Math.max(60, TOTAL_LENGTH >> 20), SECONDS);
        }

        boolean isOver() {
            return !end.isEmpty();
        }
    }

    @Test
    public void shouldBringFarMoreThanTheChannelHoldsWithoutAGap() throws Exception {
        Counting counting = new Counting();
        long chunks = TOTAL_LENGTH / CHUNK_LENGTH;
        Event<byte[], byte[]> narrow = read(StreamOptions.defaults().withBufferSize(16));
        long before = heldMemory();
        forgetPeak();
        long residentBefore = status("VmHWM");
        long begin = System.nanoTime();

        service(Transport.class).stream(narrow, ask(chunks, CHUNK_LENGTH), counting);

        long held = mostHeld(counting, chunks) - before;
        assertEquals("ended", counting.end());
        assertEquals(chunks, counting.next);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        long grown = heldMemory() - before;
        long resident = status("VmHWM") - residentBefore;
        Files.writeString(Path.of("target", "stream-memory.txt"), (TOTAL_LENGTH >> 20) + " MiB in " + millis + " ms, "
                + (held >> 10) + " KiB more held at the peak, " + (grown >> 10) + " KiB afterwards, "
                + (resident >> 20) + " MiB more resident at the peak, garbage included\n");
        assertTrue("memory held meanwhile grew by " + held, held < MOST_HELD);
        assertTrue("memory held afterwards grew by " + grown, grown < 16 << 20);
        assertTrue("resident at the peak, more by " + resident,
                resident < Runtime.getRuntime().maxMemory() + (256 << 20));
    }

    /** The peak of what is held while the stream runs, looked at whenever another part of it has come. */
    private static long mostHeld(Counting counting, long chunks) throws IOException {
        long most = 0;
        for (int part = 1; part <= PARTS; part++) {
            long begun = chunks * part / (PARTS + 1);
            while (counting.next < begun && !counting.isOver()) {
                Thread.onSpinWait();
            }
            most = Math.max(most, heldMemory());
        }
        return most;
    }

    /** What the heap held when it was last collected, which is now, and the shared memory that was touched. */
    private static long heldMemory() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed()).sum();
        return heap + status("RssShmem");
    }

    /** In bytes. */
    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10).sum();
    }

    /** From now on the most that was resident is counted anew. */
    private static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    @Test
    public void shouldSendNoMoreThanItsConsumerHasRoomFor() throws Exception {
        Counting counting = new Counting();
        BlockingQueue<Flow.Subscription> subscriptions = new LinkedBlockingQueue<>();
        service(Transport.class).stream(READ, ask(1_000, 8)).subscribe(counting.when(subscriptions::add));
        Streams streams = service(Streams.class);
        await(() -> buffered(streams) == 100);
        Flow.Subscription subscription = subscriptions.take();
        subscription.request(2);

        await(() -> counting.next == 2);
        assertTrue(buffered(streams) <= 100);
        subscription.cancel();
        Counting after = new Counting();
        service(Transport.class).stream(READ, ask(3, 8), after);
        assertEquals("ended", after.end.poll(30, SECONDS));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue("it was awaited for 30 s", System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }

    private static long buffered(Streams streams) {
        return streams.list().stream().mapToLong(StreamInfo::buffered).sum();
    }

    /** What a stream without an end fails with, once it has begun. */
    private BlockingQueue<ErrorCode> endlessStream() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<ErrorCode> failures = new LinkedBlockingQueue<>();
        service(Transport.class).stream(READ, ask(Long.MAX_VALUE, 1024), new StreamListener<>() {
            @Override
            public void onData(byte[] chunk) {
                begun.countDown();
            }

            @Override
            public void onError(TransportException failure) {
                failures.add(failure.code());
            }
        });
        assertTrue("no item within 30 s, but: " + failures, begun.await(30, SECONDS));
        return failures;
    }

    @Test
    public void shouldFailItsStreamsWhenItStops() throws Exception {
        BlockingQueue<ErrorCode> failures = endlessStream();

        source.stop();

        assertEquals(ErrorCode.PLUGIN_STOPPED, failures.poll(30, SECONDS));
        Streams streams = service(Streams.class);
        await(() -> streams.list().isEmpty());
    }

    @Test
    public void shouldFailAStreamWhoseProcessDies() throws Exception {
        source.uninstall();
        source = start(install(exampleJar("source"), "process"));
        BlockingQueue<ErrorCode> failures = endlessStream();

        Isolated.runners().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

        assertEquals(ErrorCode.PLUGIN_CRASHED, failures.poll(30, SECONDS));
        Streams streams = service(Streams.class);
        await(() -> streams.list().isEmpty());
    }

    @Test
    public void shouldGiveAStreamARingOfItsOwnWhenAskedTo() throws Exception {
        bringByARingOfItsOwn(read(StreamOptions.defaults().withOwnRing()), ask(10_000, 8), 10_000);

        source.uninstall();
        source = start(install(exampleJar("source"), "process"));
        bringByARingOfItsOwn(read(StreamOptions.defaults().withOwnRing()), ask(10_000, 8), 10_000);
    }

    @Test
    public void shouldGiveStreamsRingsOfTheirOwnOnceTheirItemsAreLarge() throws Exception {
        byte[] large = ask(200, 200 * 1024);
        Counting first = new Counting();
        service(Transport.class).stream(READ, large, first);
        assertEquals("ended", first.end());
        assertEquals(List.of(), ownRings(service(Channels.class)));

        bringByARingOfItsOwn(READ, large, 200);
    }

    /** Its consumer asks for all of it once it is there. */
    private void bringByARingOfItsOwn(Event<byte[], byte[]> event, byte[] wanted, long chunks)
            throws Exception {
        Counting counting = new Counting();
        BlockingQueue<Flow.Subscription> subscriptions = new LinkedBlockingQueue<>();
        service(Transport.class).stream(event, wanted).subscribe(counting.when(subscriptions::add));
        Streams streams = service(Streams.class);
        await(() -> buffered(streams) == 100);
        Channels channels = service(Channels.class);
        assertEquals(List.of("source stream"), ownRings(channels));

        subscriptions.take().request(Long.MAX_VALUE);

        assertEquals("ended", counting.end());
        assertEquals(chunks, counting.next);
        await(() -> ownRings(channels).isEmpty());
    }

    private static List<String> ownRings(Channels channels) {
        return channels.list().stream().map(ChannelInfo::name).filter(name -> name.endsWith(" stream"))
                .toList();
    }

    @Test
    public void shouldFindSentencesAsRecordsAndStopWhenItsConsumerHasEnough() throws Exception {
        Bundle search = start(installExample("search"));
        try {
            BlockingQueue<Object> hits = new LinkedBlockingQueue<>();
            StreamController all = service(Transport.class).stream(FIND, "volcano Iceland".getBytes(UTF_8),
                    new StreamListener<Hit>() {
                        @Override
                        public void onData(Hit hit) {
                            hits.add(hit);
                        }

                        @Override
                        public void onError(TransportException failure) {
                            hits.add(failure);
                        }

                        @Override
                        public void onEnd() {
                            hits.add("ended");
                        }
                    });
            Hit hit = (Hit) hits.poll(30, SECONDS);
            assertTrue(hit.toString(), hit.text().toLowerCase().contains("volcano"));
            for (Object next = hits.poll(30, SECONDS); !"ended".equals(next); next = hits.poll(30, SECONDS)) {
                assertTrue(String.valueOf(next), next instanceof Hit);
            }
            assertTrue(all.hasEnded());

            StreamController many = service(Transport.class).stream(FIND, "e".getBytes(UTF_8), hits::add);
            assertTrue(hits.poll(30, SECONDS) instanceof Hit);
            many.cancel();
            Streams streams = service(Streams.class);
            await(() -> streams.list().isEmpty());
        } finally {
            search.uninstall();
        }
    }
}
