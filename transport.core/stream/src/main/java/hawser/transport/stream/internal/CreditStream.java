// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.StreamController;
import hawser.transport.StreamInfo;
import hawser.transport.StreamListener;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream as its consumer sees it: what it subscribes to, and what it asks by. Signals come from one thread at a
 * time, which is neither the producer's nor that of who asks.
 *
 * @param <T> the type of the items
 */
final class CreditStream<T> implements Streams.OpenStream<T>, Flow.Subscription, Runnable {
    /*
     * `state` says who signals. RUNNING: one thread, the deliverer, which takes items and signals. It rests when there
     * is nothing to do, and says what it rests for: NEEDS_ITEM or NEEDS_CREDIT. Whoever brings that, by compare-and-set
     * to RUNNING, sends the next deliverer. OVER: all has been said.
     *
     * No wake-up is lost. The deliverer goes to rest holding the ring's lock, under which items and the end are added:
     * who adds before is seen, who adds later sees the rest. Credit and `stop` are set by compare-and-set, and then the
     * state is read; the deliverer sets the state, volatile, and looks at both again.
     *
     * `stop` breaks the stream off and is set once: to CANCELLED, which nobody is told, or to what the consumer gets.
     * The end is orderly: it comes when everything before it has been delivered.
     *
     * Whatever a subscriber throws is its cancellation.
     */
    private static final Logger LOG = LoggerFactory.getLogger(CreditStream.class);
    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int NEEDS_ITEM = 2;
    private static final int NEEDS_CREDIT = 3;
    private static final int OVER = 4;
    private static final Object CANCELLED = new Object();
    private static final VarHandle STATE;
    private static final VarHandle STOP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(CreditStream.class, "state", int.class);
            STOP = lookup.findVarHandle(CreditStream.class, "stop", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final Event<?, T> event;
    private final Streams.Start start;
    private final StreamPool pool;
    private final ItemRing ring;
    private final Gate gate = new Gate();
    private final Spinner spinner = new Spinner();
    private final Emitter<T> emitter;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile int state = NEW;
    private volatile Object stop;
    private volatile boolean ending;
    private Throwable endFailure;
    private Flow.Subscriber<? super T> subscriber;
    private long beganNs = System.nanoTime();

    CreditStream(long id, Event<?, T> event, Streams.Start start, Streams.Producer<T> producer, StreamPool pool) {
        this.id = id;
        this.event = event;
        this.start = start;
        this.pool = pool;
        this.ring = new ItemRing(event.stream().bufferSize());
        this.emitter = new Emitter<>(this, producer);
    }

    // ---- for the consumer

    @Override
    public void subscribe(Flow.Subscriber<? super T> newcomer) {
        Objects.requireNonNull(newcomer, "subscriber");
        if (!STATE.compareAndSet(this, NEW, RUNNING)) {
            newcomer.onSubscribe(new SpentSubscription());
            newcomer.onError(new IllegalStateException("a stream is subscribed to once: event=" + event));
            return;
        }
        subscriber = newcomer;
        beganNs = System.nanoTime();
        pool.enter(this);
        begin();
    }

    private void begin() {
        try {
            subscriber.onSubscribe(this);
            if (stop == null) {
                pool.produce(emitter, this);
            }
        } catch (Throwable e) {
            giveUp(e);
        }
        if (!rest()) {
            pool.deliver(this);
        }
    }

    @Override
    public StreamController listen(StreamListener<? super T> listener) {
        ListenerSubscriber<T> controller = new ListenerSubscriber<>(id, event, listener);
        subscribe(controller);
        return controller;
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            breakOff(new IllegalArgumentException("a request must be for at least one item: count=" + count));
            return;
        }
        ring.request(count);
        gate.open();
        wakeFrom(NEEDS_CREDIT);
    }

    @Override
    public void cancel() {
        breakOff(CANCELLED);
    }

    @Override
    public void fail(TransportException reason) {
        Objects.requireNonNull(reason, "reason");
        breakOff(failureOr(reason));
    }

    /** Its producer may have said already why it ends, and that not have been delivered yet. */
    private Throwable failureOr(TransportException reason) {
        ring.lock();
        Throwable own = endFailure;
        ring.unlock();
        return own == null ? reason : own;
    }

    private void breakOff(Object reason) {
        if (STOP.compareAndSet(this, null, reason)) {
            gate.open();
            emitter.stopped();
            wake();
        }
    }

    // ---- for the producer

    /** True if the item was added or there is nobody to add it for; false if there is no room. */
    boolean add(T item) {
        if (isOver()) {
            return true;
        }
        ring.lock();
        boolean done = ending || ring.add(item);
        boolean asleep = state == NEEDS_ITEM;
        ring.unlock();
        if (asleep) {
            wakeFrom(NEEDS_ITEM);
        }
        return done;
    }

    /** What was added before is still delivered; null is success. */
    void end(Throwable failure) {
        ring.lock();
        boolean first = !ending;
        endFailure = first ? failure : endFailure;
        ending = true;
        ring.unlock();
        if (first) {
            gate.open();
            wake();
        }
    }

    /** Whether there is any use in adding. */
    boolean isOver() {
        return ending || stop != null;
    }

    boolean isStopped() {
        return stop != null;
    }

    boolean hasDemand() {
        return ring.requested() > ring.added();
    }

    ItemRing ring() {
        return ring;
    }

    Gate gate() {
        return gate;
    }

    StreamPool pool() {
        return pool;
    }

    Streams.Start start() {
        return start;
    }

    Event<?, T> event() {
        return event;
    }

    // ---- the deliverer

    /** By the thread that made it RUNNING, or one that it sent. */
    @Override
    public void run() {
        do {
            try {
                deliverItems();
                deliverEnd();
            } catch (Throwable e) {
                giveUp(e);
            }
        } while (!rest());
    }

    @SuppressWarnings("unchecked") // only what add() took is in the ring
    private void deliverItems() {
        for (long credit = credit(); credit > 0; credit = credit()) {
            for (; credit > 0; credit--) {
                Object item = stop == null ? ring.take() : null;
                if (item == null) {
                    return;
                }
                emitter.taken();
                subscriber.onNext((T) item);
            }
        }
    }

    private void deliverEnd() {
        Object reason = stop;
        if (reason == null && ending && !ring.hasItem()) {
            reason = endFailure == null ? this : endFailure;
        }
        if (reason != null && state != OVER) {
            Flow.Subscriber<? super T> last = finish();
            if (reason instanceof Throwable failure) {
                last.onError(failure);
            } else if (reason != CANCELLED) {
                last.onComplete();
            }
        }
    }

    private Flow.Subscriber<? super T> finish() {
        Flow.Subscriber<? super T> last = subscriber;
        subscriber = null;
        ring.clear();
        state = OVER;
        pool.leave(this);
        ended.complete(null);
        return last;
    }

    private void giveUp(Throwable thrown) {
        LOG.warn("a subscriber to {} failed, which cancels its stream", event, thrown);
        cancel();
    }

    /** False if there is more to do. After true another thread may be the deliverer. */
    private boolean rest() {
        if (state == OVER) {
            return true;
        }
        if (credit() > 0 && spinner.spin(this::hasWork) || hasWork()) {
            return false;
        }
        int need = credit() > 0 ? NEEDS_ITEM : NEEDS_CREDIT;
        ring.lock();
        boolean rests = !hasWork();
        if (rests) {
            state = need;
        }
        ring.unlock();
        return rests && !(isMistaken(need) && STATE.compareAndSet(this, need, RUNNING));
    }

    private long credit() {
        return ring.requested() - ring.taken();
    }

    private boolean isMistaken(int need) {
        return hasWork() || need == NEEDS_CREDIT && credit() > 0;
    }

    private boolean hasWork() {
        boolean last = ending;
        return stop != null || (ring.hasItem() ? credit() > 0 : last);
    }

    private void wake() {
        wakeFrom(NEEDS_ITEM);
        wakeFrom(NEEDS_CREDIT);
    }

    private void wakeFrom(int need) {
        if (state == need && STATE.compareAndSet(this, need, RUNNING)) {
            pool.deliver(this);
        }
    }

    // ---- for the host

    @Override
    public long id() {
        return id;
    }

    @Override
    public void whenEnded(Runnable action) {
        ended.thenRun(action);
    }

    @Override
    public StreamInfo info() {
        long taken = ring.taken();
        long asked = ring.requested();
        return new StreamInfo(id, event.name(), start.consumer(), start.producer(),
                asked == Long.MAX_VALUE ? asked : Math.max(0, asked - taken), Math.max(0, ring.added() - taken), taken,
                emitter.dropped(), Duration.ofNanos(System.nanoTime() - beganNs));
    }

    /** The stream service has left: nobody produces any more. */
    void serviceLeft() {
        fail(TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                "the stream service left before the stream ended", event.name()));
    }
}
