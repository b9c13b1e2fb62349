// SPDX-License-Identifier: Apache-2.0
package hawser.transport.pushstream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.PluginIdentity;
import hawser.transport.RequestContext;
import hawser.transport.StreamListener;
import hawser.transport.StreamOptions;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import hawser.transport.stream.internal.StreamComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.osgi.util.pushstream.PushEvent;
import org.osgi.util.pushstream.PushStreamProvider;
import org.osgi.util.pushstream.SimplePushEventSource;

/** Push streams over the real stream service. */
class PushStreamsTest {
    private static final Event<Void, Integer> EVENT = Events.defineEvent("a").module("b").event("c")
            .define(Void.class, Integer.class,
                    EventOptions.defaults().withStream(StreamOptions.defaults().withBufferSize(4)));

    private final StreamComponent streams = new StreamComponent();
    private final PushStreamsComponent pushStreams = new PushStreamsComponent();
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private record Asked(Event<?, ?> event) implements RequestContext {
        @Override
        public Optional<PluginIdentity> plugin() {
            return Optional.empty();
        }

        @Override
        public Duration remaining() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            // Nobody cancels the request.
        }
    }

    private Streams.OpenStream<Integer> open(Streams.Producer<Integer> producer) {
        return streams.open(EVENT, new Streams.Start(new Asked(EVENT), Duration.ofSeconds(10), "consumer", "producer",
                () -> { }), producer);
    }

    private Streams.OpenStream<Integer> numbers(int count) {
        return open(context -> {
            context.onCancel(cancelled::countDown);
            for (int i = 0; i < count && !context.isCancelled(); i++) {
                context.emit(i);
            }
        });
    }

    @Test
    void shouldBringAllItemsInOrderThroughAPushStream() throws Exception {
        List<Integer> found = pushStreams.stream(numbers(10_000)).map(number -> 2 * number)
                .collect(Collectors.toList()).getValue();

        assertEquals(IntStream.range(0, 10_000).map(number -> 2 * number).boxed().toList(), found);
    }

    @Test
    void shouldCancelTheStreamWhenThePushStreamHasEnough() throws Exception {
        long count = pushStreams.stream(numbers(Integer.MAX_VALUE)).limit(3).count().getValue();

        assertEquals(3, count);
        assertTrue(cancelled.await(30, TimeUnit.SECONDS));
    }

    @Test
    void shouldFailThePushStreamWithTheStreamsFailure() throws Exception {
        TransportException failure = TransportException.of(ErrorCode.INVALID_EVENT, "no", "a:b:c");

        Throwable found = pushStreams.stream(open(context -> context.error(failure))).count().getFailure();

        assertEquals(ErrorCode.INVALID_EVENT, assertInstanceOf(TransportException.class, found).code());
    }

    @Test
    void shouldAskForTheNextItemOnlyWhenTheConsumerWantsIt() throws Exception {
        AtomicInteger emitted = new AtomicInteger();
        BlockingQueue<PushEvent<? extends Integer>> taken = new LinkedBlockingQueue<>();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch full = new CountDownLatch(1);
        Streams.OpenStream<Integer> stream = open(context -> {
            for (int i = 0; context.tryEmit(i); i++) {
                emitted.incrementAndGet();
            }
            full.countDown();
        });

        pushStreams.source(stream).open(event -> {
            taken.add(event);
            if (event.isTerminal()) {
                return -1;
            }
            goOn.await();
            return 1;
        });
        assertTrue(full.await(30, TimeUnit.SECONDS));
        assertTrue(emitted.get() <= 5, "one taken and four in the buffer: " + emitted);
        goOn.countDown();

        for (int i = 0; i < emitted.get(); i++) {
            assertEquals(i, taken.poll(30, TimeUnit.SECONDS).getData());
        }
        assertEquals(PushEvent.EventType.CLOSE, taken.poll(30, TimeUnit.SECONDS).getType());
    }

    @Test
    void shouldTellTheEndOnceWhenTheSourceIsClosed() throws Exception {
        BlockingQueue<PushEvent<? extends Integer>> taken = new LinkedBlockingQueue<>();
        AutoCloseable source = pushStreams.source(numbers(Integer.MAX_VALUE)).open(event -> {
            taken.add(event);
            return 0;
        });
        assertEquals(0, taken.poll(30, TimeUnit.SECONDS).getData());

        source.close();
        source.close();

        assertTrue(cancelled.await(30, TimeUnit.SECONDS));
        PushEvent<? extends Integer> last = taken.poll(30, TimeUnit.SECONDS);
        while (last != null && !last.isTerminal()) {
            last = taken.poll(30, TimeUnit.SECONDS);
        }
        assertEquals(PushEvent.EventType.CLOSE, last.getType());
        assertTrue(taken.isEmpty(), taken.toString());
    }

    @Test
    void shouldStreamWhatAPushStreamBrings() throws Exception {
        BlockingQueue<Object> found = new LinkedBlockingQueue<>();
        try (SimplePushEventSource<Integer> source =
                new PushStreamProvider().createSimpleEventSource(Integer.class)) {
            open(context -> pushStreams.produce(new PushStreamProvider().createStream(source), context))
                    .listen(keeping(found));
            source.connectPromise().getValue();
            source.publish(7);
            assertEquals(7, found.poll(30, TimeUnit.SECONDS));

            source.endOfStream();

            assertEquals("ended", found.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldCloseAPushStreamWhoseConsumerCancels() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        var items = new PushStreamProvider().<Integer>createStream(consumer -> {
            opened.countDown();
            return () -> { };
        }).onClose(closed::countDown);
        var controller = open(context -> pushStreams.produce(items, context)).listen(item -> { });
        assertTrue(opened.await(30, TimeUnit.SECONDS));

        controller.cancel();

        assertTrue(closed.await(30, TimeUnit.SECONDS));
    }

    private static StreamListener<Integer> keeping(BlockingQueue<Object> found) {
        return new StreamListener<>() {
            @Override
            public void onData(Integer item) {
                found.add(item);
            }

            @Override
            public void onError(TransportException failure) {
                found.add(failure);
            }

            @Override
            public void onEnd() {
                found.add("ended");
            }
        };
    }
}
