// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Operation;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import org.osgi.util.pushstream.PushEvent;
import org.osgi.util.pushstream.PushEventSource;
import org.osgi.util.pushstream.PushStreamProvider;
import org.osgi.util.pushstream.PushbackPolicyOption;
import org.osgi.util.pushstream.QueuePolicyOption;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Streams of other libraries, a buffer of 256 between who makes the items and who takes them. */
public final class ItemStreams {
    private static final Integer ITEM = 1;

    private ItemStreams() {
    }

    /** {@return the JDK's publisher, which blocks when its subscriber is behind} */
    public static Operation submission() {
        Cpus.unpinCaller();
        return times -> {
            CountingSubscriber subscriber = new CountingSubscriber();
            try (SubmissionPublisher<Integer> publisher =
                    new SubmissionPublisher<>(ForkJoinPool.commonPool(), CountingSubscriber.BUFFER)) {
                publisher.subscribe(subscriber);
                for (int i = 0; i < times; i++) {
                    publisher.submit(ITEM);
                }
            }
            subscriber.await(times);
        };
    }

    /** {@return Reactor's range, made on a thread of its own, which is asked for more whenever most were taken} */
    public static Operation reactor() {
        Cpus.unpinCaller();
        Scheduler producer = Schedulers.newSingle("reactor-producer", true);
        return times -> requireAll(times, Flux.range(0, times).map(i -> ITEM).subscribeOn(producer)
                .publishOn(Schedulers.single(), CountingSubscriber.BUFFER).count().block());
    }

    /** {@return Reactor's range alone: made on the thread that takes it, so nothing crosses} */
    public static Operation reactorRange() {
        Cpus.unpinCaller();
        return times -> requireAll(times, Flux.range(0, times).map(i -> ITEM)
                .publishOn(Schedulers.single(), CountingSubscriber.BUFFER).count().block());
    }

    /** {@return Reactor's sink, whose items are made on another thread} */
    public static Operation reactorSink() {
        Cpus.unpinCaller();
        return times -> requireAll(times, Flux.<Integer>create(sink -> {
            for (int i = 0; i < times; i++) {
                sink.next(ITEM);
            }
            sink.complete();
        }).subscribeOn(Schedulers.boundedElastic()).publishOn(Schedulers.single(), CountingSubscriber.BUFFER)
                .count().block());
    }

    /** {@return RxJava's range, made on a thread of its own, which is asked for more whenever most were taken} */
    public static Operation rxJava() {
        Cpus.unpinCaller();
        return times -> requireAll(times, Flowable.range(0, times).map(i -> ITEM)
                .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.single(), false, CountingSubscriber.BUFFER)
                .count().blockingGet());
    }

    /** {@return RxJava's range alone: made on the thread that takes it, so nothing crosses} */
    public static Operation rxJavaRange() {
        Cpus.unpinCaller();
        return times -> requireAll(times, Flowable.range(0, times).map(i -> ITEM)
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.single(), false, CountingSubscriber.BUFFER)
                .count().blockingGet());
    }

    /** {@return OSGi's push stream, which blocks when its consumer is behind} */
    public static Operation pushStream() {
        Cpus.unpinCaller();
        PushStreamProvider provider = new PushStreamProvider();
        return times -> requireAll(times, provider.buildStream(source(times))
                .withBuffer(new ArrayBlockingQueue<PushEvent<? extends Integer>>(CountingSubscriber.BUFFER))
                .withQueuePolicy(QueuePolicyOption.BLOCK).withPushbackPolicy(PushbackPolicyOption.LINEAR, 0)
                .build().count().getValue());
    }

    private static PushEventSource<Integer> source(int times) {
        return consumer -> {
            Thread producer = new Thread(() -> {
                try {
                    for (int i = 0; i < times; i++) {
                        consumer.accept(PushEvent.data(ITEM));
                    }
                    consumer.accept(PushEvent.close());
                } catch (Exception e) {
                    throw new IllegalStateException("the consumer must take all", e);
                }
            }, "push-source");
            producer.start();
            return () -> { };
        };
    }

    private static void requireAll(long expected, Long found) {
        if (found == null || found != expected) {
            throw new IllegalStateException("all items were required: expected=" + expected + ", found=" + found);
        }
    }
}
