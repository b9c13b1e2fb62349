// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.StreamContext;
import hawser.transport.StreamOptions;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: the publisher that its consumer subscribes to, and the context that its producer fills.
 *
 * @param <T> the type of the items
 */
final class CreditStream<T> implements Flow.Publisher<T>, Flow.Subscription, StreamContext<T> {
    /*
     * Whoever changes the buffer calls deliver(); the first to raise `work` from 0 delivers until nobody has raised it
     * again. So signals are serial, in order, and made under no lock.
     *
     * Whatever a subscriber throws is its cancellation: it may have been called on the producer's thread, which has no
     * part in it.
     */
    private static final Logger LOG = LoggerFactory.getLogger(CreditStream.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Event<?, T> event;
    private final Streams.Producer<T> producer;
    private final Executor executor;
    private final Set<CreditStream<?>> running;
    private final CreditBuffer<T> buffer;
    private final AtomicInteger work = new AtomicInteger();
    private Flow.Subscriber<? super T> subscriber;

    /** It is among those running from its subscription to its end. */
    CreditStream(Event<?, T> event, Streams.Producer<T> producer, Executor executor, Set<CreditStream<?>> running) {
        this.event = event;
        this.producer = producer;
        this.executor = executor;
        this.running = running;
        this.buffer = new CreditBuffer<>(event.stream().bufferSize());
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> newcomer) {
        Objects.requireNonNull(newcomer, "subscriber");
        if (!adopt(newcomer)) {
            newcomer.onSubscribe(new SpentSubscription());
            newcomer.onError(new IllegalStateException("a stream is subscribed to once: event=" + event));
            return;
        }
        running.add(this);
        begin();
    }

    private void begin() {
        try {
            subscriber.onSubscribe(this);
        } catch (Throwable e) {
            giveUp(e);
            return;
        }
        try {
            executor.execute(this::produce);
        } catch (RejectedExecutionException e) {
            serviceLeft();
        }
    }

    /** The stream service has left: nobody produces any more. */
    void serviceLeft() {
        error(TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                "the stream service left before the stream ended", event.name()));
    }

    private synchronized boolean adopt(Flow.Subscriber<? super T> newcomer) {
        boolean first = subscriber == null;
        subscriber = first ? newcomer : subscriber;
        return first;
    }

    private void produce() {
        try {
            producer.produce(this);
            end();
        } catch (TransportException e) {
            error(e);
        } catch (Throwable e) {
            error(TransportException.of(ErrorCode.INTERNAL_ERROR,
                    "the producer of " + event + " failed: " + e, event.name(), null, e));
        }
    }

    @Override
    public void emit(T item) {
        if (tryEmit(item)) {
            return;
        }
        StreamOptions.BackPressure answer = event.stream().backPressure();
        if (answer == StreamOptions.BackPressure.DROP) {
            buffer.drop();
        } else if (answer == StreamOptions.BackPressure.ERROR) {
            throw endFor("the buffer is full");
        } else {
            waitAndAdd(item);
        }
    }

    private void waitAndAdd(T item) {
        try {
            if (!buffer.addWithin(item, PATIENCE)) {
                throw endFor("the consumer took nothing for " + PATIENCE.toSeconds() + " s");
            }
            deliver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw endFor("the producer was interrupted while it waited for room");
        }
    }

    private TransportException endFor(String reason) {
        TransportException failure = TransportException.of(ErrorCode.BACK_PRESSURED,
                "room was required in the buffer of " + event.stream().bufferSize() + " items: " + reason,
                event.name());
        error(failure);
        return failure;
    }

    @Override
    public boolean tryEmit(T item) {
        boolean added = buffer.add(Objects.requireNonNull(item, "item"));
        deliver();
        return added;
    }

    @Override
    public void error(TransportException failure) {
        buffer.end(Objects.requireNonNull(failure, "failure"));
        deliver();
    }

    @Override
    public void end() {
        buffer.end(null);
        deliver();
    }

    @Override
    public boolean isCancelled() {
        return buffer.isCancelled();
    }

    @Override
    public void request(long count) {
        if (count > 0) {
            buffer.addCredit(count);
        } else {
            buffer.breakOff(new IllegalArgumentException("a request must be for at least one item: count=" + count));
        }
        deliver();
    }

    @Override
    public void cancel() {
        buffer.cancel();
        running.remove(this);
    }

    /** Only an error of the machine itself is passed on. */
    private void giveUp(Throwable thrown) {
        cancel();
        LOG.warn("a subscriber to {} failed, which cancels its stream", event, thrown);
        if (thrown instanceof VirtualMachineError error) {
            throw error;
        }
    }

    private void deliver() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            signal();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void signal() {
        try {
            for (T item = buffer.take(); item != null; item = buffer.take()) {
                subscriber.onNext(item);
            }
            if (buffer.takeEnd()) {
                running.remove(this);
                signalEnd();
            }
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    private void signalEnd() {
        if (buffer.failure() == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(buffer.failure());
        }
    }
}
