// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningStreamTest {
    private static final Event<String, Integer> COUNT =
            Events.defineEvent("text").module("count").event("up").define(String.class, Integer.class);

    private final Router router = new Router();
    private final Origin origin = new Origin();
    private final BundleTransport producer = new BundleTransport(router, Caller.own("producer"));
    private final BundleTransport consumer = new BundleTransport(router, Caller.own("consumer"));
    private final List<Object> signals = new ArrayList<>();

    @BeforeEach
    void useServices() {
        router.useKeys(new TestKeys());
        router.useStreams(origin);
    }

    @AfterEach
    void close() {
        consumer.close();
        producer.close();
        router.close();
    }

    @Test
    void shouldFailAndBeCancelledWhenTheConsumersTransportCloses() {
        producer.onStream(COUNT, (payload, stream) -> { });
        consumer.stream(COUNT, "x").subscribe(new Collector());
        origin.subscriber.onNext(1);

        consumer.close();
        origin.subscriber.onNext(2);

        assertEquals(List.of(1, ErrorCode.TRANSPORT_DESTROYED), signals);
        assertTrue(origin.cancelled);
    }

    @Test
    void shouldFailAndBeCancelledWhenTheProducersRegistrationCloses() {
        Registration registration = producer.onStream(COUNT, (payload, stream) -> { });
        consumer.stream(COUNT, "x").subscribe(new Collector());

        registration.close();
        origin.subscriber.onComplete();

        assertEquals(List.of(ErrorCode.TRANSPORT_DESTROYED), signals);
        assertTrue(origin.cancelled);
    }

    @Test
    void shouldFailWhenSubscribedToAfterEitherHasLeft() {
        producer.onStream(COUNT, (payload, stream) -> { });
        Flow.Publisher<Integer> orphan = consumer.stream(COUNT, "x");
        producer.close();
        orphan.subscribe(new Collector());
        producer.close();
        BundleTransport again = new BundleTransport(router, Caller.own("again"));
        again.onStream(COUNT, (payload, stream) -> { });
        Flow.Publisher<Integer> abandoned = consumer.stream(COUNT, "x");
        consumer.close();

        abandoned.subscribe(new Collector());

        assertEquals(List.of(ErrorCode.TRANSPORT_DESTROYED, ErrorCode.TRANSPORT_DESTROYED), signals);
        again.close();
    }

    @Test
    void shouldSignalTheFailureWhenTheItemUnderWayWasTaken() {
        producer.onStream(COUNT, (payload, stream) -> { });
        consumer.stream(COUNT, "x").subscribe(new Collector() {
            @Override
            public void onNext(Integer item) {
                producer.close();
                super.onNext(item);
            }
        });

        origin.subscriber.onNext(1);

        assertEquals(List.of(1, ErrorCode.TRANSPORT_DESTROYED), signals);
    }

    @Test
    void shouldBeForgottenWhenItEnds() {
        producer.onStream(COUNT, (payload, stream) -> { });
        consumer.stream(COUNT, "completed").subscribe(new Collector());
        assertFalse(router.running().select(stream -> stream.sender() == consumer).isEmpty());
        origin.subscriber.onComplete();
        Collector cancelling = new Collector();
        consumer.stream(COUNT, "cancelled").subscribe(cancelling);
        cancelling.subscription.cancel();
        consumer.stream(COUNT, "thrown").subscribe(new Collector() {
            @Override
            public void onNext(Integer item) {
                throw new IllegalStateException("not today");
            }
        });
        assertThrows(IllegalStateException.class, () -> origin.subscriber.onNext(1));

        assertEquals(List.of(), router.running().select(stream -> true));
        assertEquals(List.of("completed"), signals);
    }

    /** Makes streams whose signals a test sends. */
    private static final class Origin implements Streams, Flow.Subscription {
        Flow.Subscriber<Object> subscriber;
        boolean cancelled;

        @Override
        @SuppressWarnings("unchecked") // a test sends what its event says
        public <T> Flow.Publisher<T> open(Event<?, T> event, Producer<T> producer) {
            return newcomer -> {
                subscriber = (Flow.Subscriber<Object>) newcomer;
                newcomer.onSubscribe(this);
            };
        }

        @Override
        public void request(long count) {
            // A test sends when it likes.
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private class Collector implements Flow.Subscriber<Integer> {
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Integer item) {
            signals.add(item);
        }

        @Override
        public void onError(Throwable thrown) {
            signals.add(assertInstanceOf(TransportException.class, thrown).code());
        }

        @Override
        public void onComplete() {
            signals.add("completed");
        }
    }
}
