// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.PluginIdentity;
import hawser.transport.StreamContext;
import hawser.transport.StreamOptions;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The producer's end of a stream: what becomes of an item for which there is no room, and who is told when there is.
 *
 * @param <T> the type of the items
 */
final class Emitter<T> implements StreamContext<T> {
    /*
     * A producer that waits for room is woken when half of the buffer is free, not for each item; but not later than a
     * moment after there is room, for a consumer that is slow. The clock is read only while somebody waits.
     */
    private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;

    private final CreditStream<T> stream;
    private final ItemRing ring;
    private final Spinner spinner = new Spinner();
    private final Streams.Producer<T> producer;
    private final int half;
    private final long patienceNs;
    private final AtomicBoolean accepted = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean isAccepted;
    private volatile boolean open;
    private volatile LongConsumer creditAction;
    private volatile long told;
    private long openedAt;
    private long openedNs;

    Emitter(CreditStream<T> stream, Streams.Producer<T> producer) {
        this.stream = stream;
        this.ring = stream.ring();
        this.producer = producer;
        this.half = Math.max(1, ring.capacity() / 2);
        this.patienceNs = TimeUnit.NANOSECONDS.convert(stream.start().timeout());
    }

    // ---- for the handler

    @Override
    public void emit(T item) {
        if (!tryEmit(item)) {
            overflow(item);
        }
    }

    @Override
    public boolean tryEmit(T item) {
        if (!isAccepted) {
            accept();
        }
        return stream.add(Objects.requireNonNull(item, "item"));
    }

    @Override
    public void accept() {
        isAccepted = true;
        if (accepted.compareAndSet(false, true)) {
            stream.start().accepted().run();
        }
    }

    private void overflow(T item) {
        StreamOptions.BackPressure answer = event().stream().backPressure();
        if (answer == StreamOptions.BackPressure.DROP) {
            dropped.incrementAndGet();
        } else if (answer == StreamOptions.BackPressure.ERROR) {
            throw endFor("the buffer is full");
        } else {
            waitAndAdd(item);
        }
    }

    private void waitAndAdd(T item) {
        int some = Math.max(1, half / 2);
        long beginNs = System.nanoTime();
        try {
            do {
                boolean room = spinner.spin(() -> stream.isOver() || ring.room() >= some)
                        || stream.gate().await(() -> stream.isOver() || ring.room() > 0,
                                patienceNs - (System.nanoTime() - beginNs));
                if (!room) {
                    throw endFor("the consumer took nothing for " + stream.start().timeout().toMillis() + " ms");
                }
            } while (!stream.add(item));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw endFor("the producer was interrupted while it waited for room");
        }
    }

    private TransportException endFor(String reason) {
        TransportException failure = TransportException.of(ErrorCode.BACK_PRESSURED,
                "room was required in the buffer of " + ring.capacity() + " items: " + reason, event().name());
        error(failure);
        return failure;
    }

    @Override
    public void error(TransportException failure) {
        Objects.requireNonNull(failure, "failure");
        accept();
        stream.end(failure);
    }

    @Override
    public void end() {
        accept();
        stream.end(null);
    }

    @Override
    public void keepOpen() {
        open = true;
    }

    @Override
    public boolean awaitDemand(Duration limit) throws InterruptedException {
        long limitNs = Math.min(FOR_EVER_NS, TimeUnit.NANOSECONDS.convert(limit));
        return stream.gate().await(() -> stream.isOver() || stream.hasDemand(), limitNs) && !stream.isOver();
    }

    @Override
    public void onCredit(LongConsumer action) {
        creditAction = Objects.requireNonNull(action, "action");
        tellCredit(action);
    }

    /** In turn, so that what is told only grows. */
    private synchronized void tellCredit(LongConsumer action) {
        told = ring.taken();
        action.accept(told + ring.capacity());
    }

    @Override
    public long id() {
        return stream.id();
    }

    @Override
    public Event<?, ?> event() {
        return stream.event();
    }

    @Override
    public Optional<PluginIdentity> plugin() {
        return stream.start().request().plugin();
    }

    @Override
    public Duration remaining() {
        return stream.start().request().remaining();
    }

    @Override
    public boolean isCancelled() {
        return stream.isStopped();
    }

    @Override
    public void onCancel(Runnable action) {
        stopped.thenRun(action);
    }

    // ---- for the stream

    /** Runs the handler. */
    void produce() {
        try {
            producer.produce(this);
            if (!open) {
                end();
            }
        } catch (TransportException e) {
            error(e);
        } catch (Throwable e) {
            error(TransportException.of(ErrorCode.INTERNAL_ERROR,
                    "the producer of " + event() + " failed: " + e, event().name(), null, e));
        }
    }

    /** An item was taken. By the deliverer. */
    void taken() {
        if (stream.gate().isAwaited()) {
            openGate();
        }
        LongConsumer action = creditAction;
        if (action != null && ring.taken() - told >= half) {
            tellCredit(action);
        }
    }

    private void openGate() {
        long taken = ring.taken();
        if (taken - openedAt >= half || ring.room() >= half || System.nanoTime() - openedNs > MOMENT_NS) {
            openedAt = taken;
            openedNs = System.nanoTime();
            stream.gate().open();
        }
    }

    /** The stream was broken off. */
    void stopped() {
        stopped.complete(null);
    }

    long dropped() {
        return dropped.get();
    }
}
