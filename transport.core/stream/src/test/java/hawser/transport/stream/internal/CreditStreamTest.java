// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.StreamContext;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credit, order, and what becomes of items for which there is no room. */
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

    private CreditStream<Integer> stream(BackPressure backPressure, Streams.Producer<Integer> producer) {
        return fixture.stream(SIZE, backPressure, producer);
    }
}
