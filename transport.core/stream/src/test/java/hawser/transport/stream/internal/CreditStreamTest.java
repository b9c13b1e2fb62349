// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.StreamContext;
import hawser.transport.StreamInfo;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreditStreamTest {
    private static final int SIZE = 4;

    private final Fixture fixture = new Fixture();
    private final Recorder recorder = new Recorder();
    private final CountDownLatch produced = new CountDownLatch(1);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldDeliverInOrderNoMoreThanWasRequested() throws InterruptedException {
        CreditStream<Integer> stream = stream(BackPressure.DROP, context -> {
            IntStream.rangeClosed(1, 3).forEach(context::emit);
            produced.countDown();
        });

        stream.subscribe(recorder);
        produced.await();
        recorder.request(2);
        recorder.assertNext(1, 2);
        assertEquals(1, stream.info().buffered());
        assertTrue(recorder.signals.isEmpty());
        recorder.request(Long.MAX_VALUE);
        recorder.request(Long.MAX_VALUE);

        recorder.assertNext(3, Recorder.COMPLETED);
    }

    @Test
    void shouldDropTheNewestAndCountThemWhenFullAndToldTo() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        CreditStream<Integer> stream = stream(BackPressure.DROP, context -> {
            IntStream.range(0, 10).forEach(context::emit);
            produced.countDown();
            seen.await();
        });

        stream.subscribe(recorder);
        produced.await();
        assertEquals(List.of(6L, 4L), List.of(stream.info().dropped(), stream.info().buffered()));
        seen.countDown();
        recorder.request(Long.MAX_VALUE);

        recorder.assertNext(0, 1, 2, 3, Recorder.COMPLETED);
    }

    @Test
    void shouldEndWithBackPressuredWhenFullAndToldTo() throws InterruptedException {
        LinkedBlockingQueue<ErrorCode> thrown = new LinkedBlockingQueue<>();
        CreditStream<Integer> stream = stream(BackPressure.ERROR, context -> {
            IntStream.range(0, SIZE).forEach(context::emit);
            thrown.add(assertThrows(TransportException.class, () -> context.emit(SIZE)).code());
            context.emit(SIZE + 1);
        });

        stream.subscribe(recorder);
        assertEquals(ErrorCode.BACK_PRESSURED, thrown.take());
        recorder.request(Long.MAX_VALUE);

        recorder.assertNext(0, 1, 2, 3);
        assertEquals(ErrorCode.BACK_PRESSURED, recorder.nextFailure(TransportException.class).code());
    }

    @Test
    void shouldEndWithBackPressuredWhenAnItemFindsNoRoomInTime() throws InterruptedException {
        Duration patience = Duration.ofMillis(20);
        CreditStream<Integer> stream = fixture.stream(SIZE, BackPressure.BUFFER, patience,
                context -> IntStream.rangeClosed(0, SIZE).forEach(context::emit));

        stream.subscribe(recorder);
        while (!stream.isOver()) {
            Thread.onSpinWait();
        }
        recorder.request(Long.MAX_VALUE);

        recorder.assertNext(0, 1, 2, 3);
        assertEquals(ErrorCode.BACK_PRESSURED, recorder.nextFailure(TransportException.class).code());
    }

    @Test
    void shouldTellThatThereIsNoRoomWhenTriedAndFull() throws InterruptedException {
        LinkedBlockingQueue<Boolean> added = new LinkedBlockingQueue<>();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER,
                context -> IntStream.rangeClosed(0, SIZE).forEach(i -> added.add(context.tryEmit(i))));

        stream.subscribe(recorder);
        for (int i = 0; i < SIZE; i++) {
            assertTrue(added.take());
        }
        assertFalse(added.take());
        recorder.request(Long.MAX_VALUE);

        recorder.assertNext(0, 1, 2, 3, Recorder.COMPLETED);
    }

    @Test
    void shouldSlowTheProducerDownToTheConsumer() throws InterruptedException {
        int count = 20_000;
        AtomicInteger emitted = new AtomicInteger();
        AtomicInteger ahead = new AtomicInteger();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            for (int i = 0; i < count; i++) {
                context.emit(i);
                emitted.set(i + 1);
            }
        });

        stream.subscribe(new Recorder() {
            private int expected;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                given.request(1);
            }

            @Override
            public void onNext(Integer item) {
                assertEquals(expected++, item);
                ahead.accumulateAndGet(emitted.get() - item, Math::max);
                request(1);
            }

            @Override
            public void onComplete() {
                recorder.signals.add(expected);
            }
        });

        assertEquals(count, recorder.next());
        assertTrue(ahead.get() <= SIZE + 1, "ahead=" + ahead);
    }

    @Test
    void shouldKeepTheItemsOfEachThreadInOrderWhenSeveralEmit() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            List<Thread> emitters = IntStream.range(0, threads).mapToObj(
                    thread -> new Thread(() -> emitAll(context, thread, threads, each))).toList();
            emitters.forEach(Thread::start);
            for (Thread emitter : emitters) {
                emitter.join();
            }
        });

        stream.subscribe(recorder);
        recorder.request(Long.MAX_VALUE);

        int[] last = new int[threads];
        for (int i = 0; i < threads * each; i++) {
            int item = (Integer) recorder.next();
            assertEquals(last[item % threads]++, item / threads);
        }
        recorder.assertNext(Recorder.COMPLETED);
    }

    private static void emitAll(StreamContext<Integer> context, int thread, int threads, int count) {
        for (int i = 0; i < count; i++) {
            context.emit(i * threads + thread);
        }
    }

    @Test
    void shouldGoOnWhenTheHandlerReturnsAndSaidSo() throws InterruptedException {
        Exchanger<StreamContext<Integer>> kept = new Exchanger<>();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            context.keepOpen();
            kept.exchange(context);
        });
        stream.subscribe(recorder);
        recorder.request(Long.MAX_VALUE);
        StreamContext<Integer> context = kept.exchange(null);

        context.emit(1);
        context.end();
        context.emit(2);
        context.end();

        recorder.assertNext(1, Recorder.COMPLETED);
        assertEquals(1, fixture.accepted.get());
        assertTrue(recorder.signals.isEmpty());
    }

    @Test
    void shouldWaitForDemandThatWasNotMetYet() throws InterruptedException {
        LinkedBlockingQueue<Boolean> demanded = new LinkedBlockingQueue<>();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            demanded.add(context.awaitDemand(Duration.ofMillis(1)));
            demanded.add(context.awaitDemand(Duration.ofSeconds(30)));
            context.emit(1);
            demanded.add(context.awaitDemand(Duration.ofMillis(1)));
            demanded.add(context.awaitDemand(Duration.ofSeconds(30)));
        });

        stream.subscribe(recorder);
        assertFalse(demanded.take());
        recorder.request(1);
        assertTrue(demanded.take());
        recorder.assertNext(1);
        assertFalse(demanded.take());
        recorder.subscription.cancel();

        assertFalse(demanded.take());
    }

    @Test
    void shouldTellTheCreditThatMayBePassedOn() throws InterruptedException {
        LinkedBlockingQueue<Long> credit = new LinkedBlockingQueue<>();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            context.onCredit(credit::add);
            IntStream.range(0, 2 * SIZE).forEach(context::emit);
        });

        stream.subscribe(recorder);
        assertEquals(SIZE, credit.take());
        assertTrue(credit.isEmpty());
        recorder.request(SIZE);

        assertEquals(SIZE + 2, credit.take());
        assertEquals(SIZE + 4, credit.take());
    }

    @Test
    void shouldEndOnceWithTheProducersFailure() throws InterruptedException {
        Error cause = new NoClassDefFoundError("updated/Away");
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            throw cause;
        });

        stream.subscribe(recorder);

        TransportException failure = recorder.nextFailure(TransportException.class);
        assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
        assertEquals(cause, failure.getCause());
        stream.end(null);
        assertTrue(recorder.signals.isEmpty());
    }

    @Test
    void shouldDeliverNothingMoreButTheReasonWhenItIsFailed() throws InterruptedException {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            IntStream.range(0, SIZE).forEach(context::emit);
            produced.countDown();
            context.emit(SIZE);
        });
        stream.subscribe(recorder);
        produced.await();
        recorder.request(1);
        recorder.assertNext(0);

        stream.fail(TransportException.of(ErrorCode.PLUGIN_CRASHED, "gone", "a:b:c"));
        recorder.request(Long.MAX_VALUE);

        assertEquals(ErrorCode.PLUGIN_CRASHED, recorder.nextFailure(TransportException.class).code());
        assertTrue(recorder.signals.isEmpty());
    }

    @Test
    void shouldDeliverNothingAfterCancelAndTellTheProducerOnce() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            context.onCancel(told::incrementAndGet);
            recorder.subscription.cancel();
            recorder.subscription.cancel();
            assertTrue(context.isCancelled());
            IntStream.range(0, 2 * SIZE).forEach(context::emit);
            produced.countDown();
        });

        stream.subscribe(recorder);
        produced.await();
        recorder.request(1);

        assertTrue(recorder.signals.isEmpty());
        assertEquals(1, told.get());
        awaitNoneRunning();
    }

    @Test
    void shouldLetAWaitingProducerGoWhenItsConsumerCancels() throws InterruptedException {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> {
            IntStream.range(0, SIZE + 1).forEach(context::emit);
            produced.countDown();
        });
        stream.subscribe(recorder);
        while (!stream.gate().isAwaited()) {
            Thread.onSpinWait();
        }

        recorder.subscription.cancel();

        produced.await();
    }

    /** Case 54: cancelled by whoever is being told, before anything was asked for, and when all is over. */
    @Test
    void shouldTakeACancelAtAnyMoment() throws InterruptedException {
        Streams.Producer<Integer> counting = context -> IntStream.range(0, 100).forEach(context::emit);
        Recorder inside = new Recorder() {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                subscription.cancel();
            }
        };
        stream(BackPressure.BUFFER, counting).subscribe(inside);
        inside.request(Long.MAX_VALUE);
        inside.assertNext(0);
        Recorder early = new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.cancel();
                given.request(1);
            }
        };
        stream(BackPressure.BUFFER, counting).subscribe(early);
        awaitNoneRunning();
        stream(BackPressure.BUFFER, context -> { }).subscribe(recorder);
        recorder.assertNext(Recorder.COMPLETED);
        recorder.subscription.cancel();

        assertEquals(List.of(), List.copyOf(inside.signals));
        assertEquals(List.of(), List.copyOf(early.signals));
        assertEquals(List.of(), List.copyOf(recorder.signals));
    }

    /** Case 53: more credit than can be counted, none, and less than none. */
    @Test
    void shouldTakeCreditBeyondCountingAndFailARequestForNothing() throws InterruptedException {
        for (long wrong : new long[] {0, -1, Long.MIN_VALUE}) {
            Recorder asking = new Recorder();
            stream(BackPressure.BUFFER, context -> {
                context.emit(1);
                produced.await();
            }).subscribe(asking);
            asking.request(Long.MAX_VALUE);
            asking.request(Long.MAX_VALUE);
            asking.assertNext(1);

            asking.request(wrong);

            assertNotNull(asking.nextFailure(IllegalArgumentException.class));
        }
        produced.countDown();
    }

    @Test
    void shouldRefuseASecondSubscriber() throws InterruptedException {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> { });
        stream.subscribe(recorder);
        Recorder second = new Recorder();

        stream.subscribe(second);

        assertNotNull(second.subscription);
        assertNotNull(second.nextFailure(IllegalStateException.class));
        recorder.assertNext(Recorder.COMPLETED);
    }

    @Test
    void shouldBeListedFromItsSubscriptionToItsEnd() throws InterruptedException {
        CreditStream<Integer> stream = stream(BackPressure.BUFFER, context -> context.emit(1));
        assertEquals(List.of(), fixture.pool.list());

        stream.subscribe(recorder);
        List<StreamInfo> running = fixture.pool.list();
        recorder.request(1);
        recorder.assertNext(1, Recorder.COMPLETED);

        assertEquals(List.of(stream.id()), running.stream().map(StreamInfo::id).toList());
        assertEquals(List.of(), fixture.pool.list());
    }

    @Test
    void shouldTakeWhateverASubscriberThrowsForItsCancellation() throws InterruptedException {
        LinkedBlockingQueue<Boolean> cancelled = new LinkedBlockingQueue<>();
        List<Integer> items = new ArrayList<>();
        stream(BackPressure.BUFFER, context -> {
            IntStream.range(0, 10 * SIZE).forEach(context::emit);
            cancelled.add(context.isCancelled());
        }).subscribe(new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer item) {
                items.add(item);
                throw new NoClassDefFoundError("updated/Away");
            }
        });

        assertTrue(cancelled.take());
        awaitNoneRunning();
        assertEquals(List.of(0), items);
    }

    @Test
    void shouldFailRunningAndLaterSubscribersWhenTheServiceLeaves() throws InterruptedException {
        Streams.Producer<Integer> producer = context -> {
            produced.countDown();
            new CountDownLatch(1).await();
        };
        stream(BackPressure.BUFFER, producer).subscribe(recorder);
        Flow.Publisher<Integer> late = stream(BackPressure.BUFFER, producer);
        Recorder latecomer = new Recorder();
        produced.await();

        fixture.pool.close();
        late.subscribe(latecomer);

        assertEquals(ErrorCode.TRANSPORT_DESTROYED, recorder.nextFailure(TransportException.class).code());
        assertEquals(ErrorCode.TRANSPORT_DESTROYED, latecomer.nextFailure(TransportException.class).code());
    }

    private void awaitNoneRunning() {
        while (!fixture.pool.list().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private CreditStream<Integer> stream(BackPressure backPressure, Streams.Producer<Integer> producer) {
        return fixture.stream(SIZE, backPressure, producer);
    }
}
