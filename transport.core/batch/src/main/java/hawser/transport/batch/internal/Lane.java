// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchInfo;
import hawser.transport.BatchOptions;
import hawser.transport.Batching;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.Registration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The waiting requests of one event of one sender. The first of an envelope arms the window; time, size or a flush
 * seals the envelope. Thread-safe.
 */
final class Lane {
    /*
     * Sealed envelopes are queued; one begins when the one before has passed on. The thread that begins one goes on
     * with the next, so that envelopes which end at once do not nest: whoever passes on meanwhile leaves it to that
     * thread.
     *
     * An envelope that has to wait for another is held up: its requests are watched first, without the lock, as that
     * may end some, whose callers do what they like then. It keeps its place meanwhile, and those behind it wait.
     */
    private final Event<?, ?> event;
    private final BatchOptions options;
    private final String owner;
    private final Batching.Dispatcher dispatcher;
    private final Executor executor;
    private final Queue<Envelope> sealed = new ArrayDeque<>();
    private final Set<Envelope> open = new LinkedHashSet<>();
    private List<Exchange> waiting = new ArrayList<>();
    private Registration window;
    private boolean underWay;
    private boolean beginning;
    private boolean closed;
    private long envelopes;
    private long requests;
    private long merged;

    /** The executor runs envelopes whose window has passed. */
    Lane(Event<?, ?> event, String owner, Batching.Dispatcher dispatcher, Executor executor) {
        this.event = event;
        this.options = event.batch();
        this.owner = owner;
        this.dispatcher = dispatcher;
        this.executor = executor;
    }

    Event<?, ?> event() {
        return event;
    }

    void add(Exchange exchange) {
        Envelope envelope = gather(exchange);
        if (envelope != null) {
            begin(envelope);
        }
    }

    /** The envelope that it filled, or null. */
    private synchronized Envelope gather(Exchange exchange) {
        waiting.add(exchange);
        requests++;
        int size = waiting.size();
        if (size >= options.maxSize() || closed || options.isNatural() && open.isEmpty()) {
            return seal();
        }
        if (size == 1 && !options.isNatural()) {
            window = dispatcher.schedule(options.window(), () -> executor.execute(this::send));
        }
        return null;
    }

    /** Under the lock; null if nothing waits. */
    private Envelope seal() {
        if (waiting.isEmpty()) {
            return null;
        }
        if (window != null) {
            window.close();
            window = null;
        }
        boolean heldUp = underWay || beginning || !sealed.isEmpty();
        Envelope envelope = new Envelope(this, waiting, dispatcher, heldUp);
        waiting = new ArrayList<>(Math.min(options.maxSize(), waiting.size()));
        sealed.add(envelope);
        open.add(envelope);
        envelopes++;
        return envelope;
    }

    private void send() {
        begin(sealWaiting());
    }

    private synchronized Envelope sealWaiting() {
        return seal();
    }

    /** Sends what waits; completes when this and every earlier envelope has ended. */
    CompletableFuture<Void> flush() {
        CompletableFuture<?>[] ends;
        Envelope envelope;
        synchronized (this) {
            envelope = seal();
            ends = open.stream().map(Envelope::ended).toArray(CompletableFuture<?>[]::new);
        }
        begin(envelope);
        return CompletableFuture.allOf(ends);
    }

    /** Sends what waits, and from now on each request as it comes. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        send();
    }

    /** Whatever can begin, now that this one was sealed; null if none was. */
    private void begin(Envelope envelope) {
        if (envelope != null && envelope.isHeldUp()) {
            holdUp(envelope);
        }
        begin();
    }

    private void holdUp(Envelope envelope) {
        try {
            envelope.holdUp();
        } finally {
            free(envelope);
        }
    }

    private synchronized void free(Envelope envelope) {
        envelope.free();
    }

    private void begin() {
        for (Envelope next = first(); next != null; next = following()) {
            next.begin(options);
        }
    }

    private synchronized Envelope first() {
        if (beginning) {
            return null;
        }
        beginning = true;
        return following();
    }

    private synchronized Envelope following() {
        boolean begins = !underWay && !sealed.isEmpty() && sealed.peek().isFree();
        underWay |= begins;
        beginning = begins;
        return begins ? sealed.remove() : null;
    }

    /** An envelope has passed on. */
    void next() {
        begin(passOn());
    }

    private synchronized Envelope passOn() {
        underWay = false;
        return options.isNatural() && sealed.isEmpty() ? seal() : null;
    }

    synchronized void ended(Envelope envelope) {
        open.remove(envelope);
    }

    synchronized void merged(int count) {
        merged += count;
    }

    synchronized BatchInfo info() {
        return new BatchInfo(event.name(), owner, options, waiting.size(), open.size(), envelopes, requests, merged);
    }
}
