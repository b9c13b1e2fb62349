// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventStatistics;
import hawser.transport.Events;
import hawser.transport.Exchange;
import hawser.transport.Interceptor;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.StreamContext;
import hawser.transport.StreamController;
import hawser.transport.StreamListener;
import hawser.transport.Target;
import hawser.transport.TransportException;
import hawser.transport.stream.internal.StreamComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningStreamTest {
    private static final Event<String, Integer> COUNT =
            Events.defineEvent("text").module("count").event("up").define(String.class, Integer.class);

    private final Router router = new Router();
    private final StreamComponent streams = new StreamComponent();
    private final BundleTransport producer = new BundleTransport(router, Caller.own("producer"));
    private final BundleTransport consumer = new BundleTransport(router, Caller.own("consumer"));
    private final BlockingQueue<StreamContext<Integer>> begun = new LinkedBlockingQueue<>();
    private final Collector collector = new Collector();
    private Registration registration;

    @BeforeEach
    void useServices() {
        router.useKeys(new TestKeys());
        router.useStreams(streams);
        registration = producer.onStream(COUNT, (payload, stream) -> {
            stream.keepOpen();
            begun.add(stream);
        });
    }

    @AfterEach
    void close() {
        consumer.close();
        producer.close();
        router.close();
    }

    @Test
    void shouldCountItsStartAndShowItToInterceptors() throws InterruptedException {
        List<Object> seen = new ArrayList<>();
        router.interceptors().use(new Interceptor[] {exchange -> seen.add(exchange.payload())});
        Flow.Publisher<Integer> publisher = consumer.stream(COUNT, "x");
        assertEquals(0, statistics().begun());

        publisher.subscribe(collector);
        StreamContext<Integer> stream = begun.take();
        consumer.stream(COUNT, "y", item -> { }).cancel();
        registration.close();
        consumer.stream(COUNT, "z").subscribe(new Collector());
        stream.end();

        assertEquals(List.of("x", "y"), seen);
        assertEquals(3, statistics().begun());
        while (statistics().inFlight() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(3, statistics().answered() + statistics().failures().values().stream().mapToLong(n -> n).sum());
        assertEquals(1, statistics().failures().get(ErrorCode.UNKNOWN_EVENT));
    }

    @Test
    void shouldEndWithoutItsProducerWhenAnInterceptorEndsItsStart() throws InterruptedException {
        router.interceptors().use(new Interceptor[] {exchange -> exchange.reply(7)});
        consumer.stream(COUNT, "x").subscribe(collector);
        assertEquals(ErrorCode.STREAM_CANCELLED, collector.next());
        router.interceptors().use(new Interceptor[] {exchange -> {
            throw TransportException.of(ErrorCode.PLUGIN_UNAUTHORIZED, "not today");
        }});

        consumer.stream(COUNT, "x").subscribe(collector);

        assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, collector.next());
        assertTrue(begun.isEmpty());
        assertEquals(1, statistics().failures().get(ErrorCode.PLUGIN_UNAUTHORIZED));
    }

    private EventStatistics statistics() {
        return router.table().meters().ofUnhandled(COUNT.name());
    }

    @Test
    void shouldFailAndBeCancelledWhenTheConsumersTransportCloses() throws InterruptedException {
        consumer.stream(COUNT, "x").subscribe(collector);
        StreamContext<Integer> stream = begun.take();
        stream.emit(1);
        assertEquals(1, collector.next());

        consumer.close();
        stream.emit(2);

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, collector.next());
        assertTrue(stream.isCancelled());
        assertTrue(collector.signals.isEmpty());
    }

    @Test
    void shouldFailAndBeCancelledWhenTheProducersRegistrationCloses() throws InterruptedException {
        consumer.stream(COUNT, "x").subscribe(collector);
        StreamContext<Integer> stream = begun.take();

        registration.close();
        stream.end();

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, collector.next());
        assertTrue(stream.isCancelled());
        assertTrue(collector.signals.isEmpty());
    }

    @Test
    void shouldFailWhenSubscribedToAfterEitherHasLeft() throws InterruptedException {
        Flow.Publisher<Integer> orphan = consumer.stream(COUNT, "x");
        producer.close();
        orphan.subscribe(collector);
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, collector.next());
        BundleTransport again = new BundleTransport(router, Caller.own("again"));
        again.onStream(COUNT, (payload, stream) -> { });
        Flow.Publisher<Integer> abandoned = consumer.stream(COUNT, "x");
        consumer.close();

        abandoned.subscribe(collector);

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, collector.next());
        again.close();
    }

    @Test
    void shouldBeForgottenWhenItEnds() throws InterruptedException {
        consumer.stream(COUNT, "completed").subscribe(collector);
        assertFalse(router.running().select(stream -> stream.sender() == consumer).isEmpty());
        begun.take().end();
        assertEquals("completed", collector.next());
        consumer.stream(COUNT, "cancelled", item -> { }).cancel();

        while (!router.running().select(stream -> true).isEmpty()) {
            Thread.onSpinWait();
        }
        assertTrue(router.deadlines().select(request -> true).isEmpty());
    }

    @Test
    void shouldEndWithStreamCancelledWhenItsCancellationIsUsed() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        consumer.stream(COUNT, "x", SendOptions.defaults().withCancellation(cancellation)).subscribe(collector);
        StreamContext<Integer> stream = begun.take();

        cancellation.cancel();

        assertEquals(ErrorCode.STREAM_CANCELLED, collector.next());
        assertTrue(stream.isCancelled());
    }

    @Test
    void shouldBeCancelledByItsOwnerOnly() throws InterruptedException {
        consumer.stream(COUNT, "x").subscribe(collector);
        long id = begun.take().id();

        assertFalse(producer.cancelStream(id));
        assertFalse(consumer.cancelStream(id + 1));
        assertTrue(consumer.cancelStream(id));

        assertEquals(ErrorCode.STREAM_CANCELLED, collector.next());
        assertFalse(consumer.cancelStream(id));
    }

    @Test
    void shouldTellAListenerAndNothingMoreOnceItCancelled() throws InterruptedException {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        StreamController controller = consumer.stream(COUNT, "x", told::add);
        StreamContext<Integer> stream = begun.take();
        stream.emit(1);
        assertEquals(1, told.take());

        controller.cancel();
        controller.cancel();
        stream.emit(2);

        assertTrue(controller.isCancelled());
        assertTrue(stream.isCancelled());
        assertTrue(told.isEmpty());
        assertEquals(controller.id(), stream.id());
    }

    @Test
    void shouldTellAListenerWhyAStreamCouldNotBegin() throws InterruptedException {
        router.dropStreams(streams);
        BlockingQueue<ErrorCode> told = new LinkedBlockingQueue<>();

        StreamController controller = consumer.stream(COUNT, "x", new StreamListener<>() {
            @Override
            public void onData(Integer item) {
                throw new AssertionError(item);
            }

            @Override
            public void onError(TransportException failure) {
                told.add(failure.code());
            }
        });

        assertEquals(ErrorCode.TARGET_NOT_FOUND, told.take());
        assertTrue(controller.hasEnded());
    }

    @Test
    void shouldTimeOutWhenNobodyAcceptsItInTime() throws InterruptedException {
        Event<String, Integer> counting =
                Events.defineEvent("native").module("count").event("up").define(String.class, Integer.class);
        router.table().addOrRefuse(StreamRoute.of(new SilentTarget(counting), counting));

        consumer.stream(counting, "x", SendOptions.defaults().withTimeout(Duration.ofMillis(20)))
                .subscribe(collector);

        assertEquals(ErrorCode.TIMEOUT, collector.next());
    }

    @Test
    void shouldTimeOutWhenNothingMovesForTooLong() throws InterruptedException {
        consumer.stream(COUNT, "x", SendOptions.defaults().withIdleTimeout(Duration.ofSeconds(3)))
                .subscribe(collector);
        begun.take().emit(1);

        assertEquals(1, collector.next());
        assertEquals(ErrorCode.TIMEOUT, collector.next());
    }

    /** Takes streams and never says so. */
    private record SilentTarget(Event<?, ?> produced) implements Target {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public List<Event<?, ?>> events() {
            return List.of();
        }

        @Override
        public void accept(Exchange exchange) {
            throw new AssertionError("no requests are sent here");
        }

        @Override
        public List<Event<?, ?>> streams() {
            return List.of(produced);
        }

        @Override
        public void produce(Event<?, ?> event, Object payload, StreamContext<Object> stream) {
            // Nothing comes of it.
        }
    }
}
