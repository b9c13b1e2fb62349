// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.StreamOptions;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CreditStreamTest {
    private static final int SIZE = 4;

    private final Set<CreditStream<?>> running = ConcurrentHashMap.newKeySet();
    private final Collector collector = new Collector();

    @Test
    void shouldDeliverInOrderNoMoreThanWasRequested() {
        CreditStream<Integer> stream = stream(BackPressure.DROP, context -> {
            context.emit(1);
            context.emit(2);
            context.emit(3);
        });

        stream.subscribe(collector);
        assertEquals(List.of(), collector.items);
        collector.subscription.request(2);
        assertEquals(List.of(1, 2), collector.items);
        assertFalse(collector.completed);
        collector.subscription.request(Long.MAX_VALUE);
        collector.subscription.request(Long.MAX_VALUE);

        assertEquals(List.of(1, 2, 3), collector.items);
        assertTrue(collector.completed);
    }

    @Test
    void shouldDropTheNewestWhenFullAndToldTo() {
        CreditStream<Integer> stream =
                stream(BackPressure.DROP, context -> IntStream.range(0, 10).forEach(context::emit));

        stream.subscribe(collector);
        collector.subscription.request(Long.MAX_VALUE);

        assertEquals(List.of(0, 1, 2, 3), collector.items);
        assertTrue(collector.completed);
    }

    @Test
    void shouldEndWithBackPressuredWhenFullAndToldTo() {
        CreditStream<Integer> stream = stream(BackPressure.ERROR, context -> {
            IntStream.range(0, SIZE).forEach(context::emit);
            assertThrows(TransportException.class, () -> context.emit(SIZE));
        });

        stream.subscribe(collector);
        collector.subscription.request(Long.MAX_VALUE);

        assertEquals(List.of(0, 1, 2, 3), collector.items);
        assertEquals(ErrorCode.BACK_PRESSURED, ((TransportException) collector.failure).code());
    }

    @Test
    void shouldSlowTheProducerDownToTheConsumer() throws InterruptedException {
        int count = 10_000;
        AtomicInteger emitted = new AtomicInteger();
        AtomicInteger ahead = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        CreditStream<Integer> stream = new CreditStream<>(event(BackPressure.BUFFER), context -> {
            for (int i = 0; i < count; i++) {
                context.emit(i);
                emitted.incrementAndGet();
            }
        }, action -> new Thread(action).start(), running);

        stream.subscribe(new Collector() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                given.request(1);
            }

            @Override
            public void onNext(Integer item) {
                assertEquals(items.size(), item);
                super.onNext(item);
                ahead.accumulateAndGet(emitted.get() - item, Math::max);
                subscription.request(1);
            }

            @Override
            public void onComplete() {
                assertEquals(count, items.size());
                done.countDown();
            }
        });

        done.await();
        assertTrue(ahead.get() <= SIZE + 1, "ahead=" + ahead);
    }

    @Test
    void shouldEndOnceWithTheProducersFailure() {
        IllegalStateException cause = new IllegalStateException("broken");
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            throw cause;
        });

        stream.subscribe(collector);
        stream.end();

        assertEquals(cause, collector.failure.getCause());
        assertFalse(collector.completed);
    }

    @Test
    void shouldDeliverNothingAfterCancel() {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            collector.subscription.cancel();
            collector.subscription.cancel();
            assertTrue(context.isCancelled());
            context.emit(1);
        });

        stream.subscribe(collector);
        collector.subscription.request(1);

        assertEquals(List.of(), collector.items);
        assertFalse(collector.completed);
    }

    @Test
    void shouldFailARequestForNothing() {
        stream(BackPressure.BUFFER, context -> context.emit(1)).subscribe(collector);

        collector.subscription.request(0);

        assertInstanceOf(IllegalArgumentException.class, collector.failure);
    }

    @Test
    void shouldRefuseASecondSubscriber() {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> { });
        stream.subscribe(collector);
        Collector second = new Collector();

        stream.subscribe(second);

        assertInstanceOf(IllegalStateException.class, second.failure);
    }

    @Test
    void shouldRunFromItsSubscriptionToItsEnd() {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> context.emit(1));
        assertEquals(Set.of(), running);

        stream.subscribe(collector);
        assertEquals(Set.of(stream), running);
        collector.subscription.request(1);

        assertEquals(Set.of(), running);
    }

    @Test
    void shouldTakeWhateverASubscriberThrowsForItsCancellation() {
        List<Boolean> cancelled = new ArrayList<>();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            context.emit(1);
            cancelled.add(context.isCancelled());
            IntStream.range(0, SIZE + 1).forEach(context::emit);
        });

        stream.subscribe(new Collector() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                collector.onNext(item);
                throw new NoClassDefFoundError("updated/Away");
            }
        });

        assertEquals(List.of(true), cancelled);
        assertEquals(List.of(1), collector.items);
        assertEquals(Set.of(), running);
    }

    @Test
    void shouldFailTheConsumerWhenTheProducerThrowsAnError() {
        NoClassDefFoundError cause = new NoClassDefFoundError("updated/Away");
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            throw cause;
        });

        stream.subscribe(collector);

        assertEquals(ErrorCode.INTERNAL_ERROR, ((TransportException) collector.failure).code());
        assertEquals(cause, collector.failure.getCause());
    }

    @Test
    void shouldFailRunningAndLaterSubscribersWhenTheServiceLeaves() throws InterruptedException {
        StreamComponent service = new StreamComponent();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Streams.Producer<Integer> producer = context -> {
            begun.countDown();
            never.await();
        };
        service.open(event(BackPressure.BUFFER), producer).subscribe(collector);
        Flow.Publisher<Integer> late = service.open(event(BackPressure.BUFFER), producer);
        Collector latecomer = new Collector();
        begun.await();

        service.deactivate();
        late.subscribe(latecomer);

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, ((TransportException) collector.failure).code());
        assertNotNull(latecomer.subscription);
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, ((TransportException) latecomer.failure).code());
    }

    private CreditStream<Integer> stream(BackPressure backPressure, Streams.Producer<Integer> producer) {
        return new CreditStream<>(event(backPressure), producer, Runnable::run, running);
    }

    private static Event<Void, Integer> event(BackPressure backPressure) {
        StreamOptions options = StreamOptions.defaults().withBufferSize(SIZE).withBackPressure(backPressure);
        return Events.defineEvent("a").module("b").event("c")
                .define(Void.class, Integer.class, EventOptions.defaults().withStream(options));
    }

    /** Keeps what it is told; a test requests for it. */
    private static class Collector implements Flow.Subscriber<Integer> {
        final List<Integer> items = new ArrayList<>();
        Flow.Subscription subscription;
        Throwable failure;
        boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Integer item) {
            items.add(item);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
