// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.StreamContext;
import hawser.transport.StreamInfo;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.Streams;
import hawser.transport.TransportException;
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

/** How a stream ends: once, by whoever ends it. */
class StreamEndTest {
    private static final int SIZE = 4;

    private final Fixture fixture = new Fixture();
    private final Recorder recorder = new Recorder();
    private final CountDownLatch produced = new CountDownLatch(1);

    @AfterEach
    void close() {
        fixture.close();
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

    private void awaitNoneRunning() {
        while (!fixture.pool.list().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private CreditStream<Integer> stream(BackPressure backPressure, Streams.Producer<Integer> producer) {
        return fixture.stream(SIZE, backPressure, producer);
    }
}
