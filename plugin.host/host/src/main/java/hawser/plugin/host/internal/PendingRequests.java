// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** The requests that a plugin has not answered yet, each in a slot that its correlation leads to. Thread-safe. */
final class PendingRequests {
    /*
     * A correlation is a number that only grows; its low bits are the slot. A slot is free when it is empty or its
     * request has ended otherwise: nobody takes a request out that timed out or was cancelled, the next to come
     * writes over it.
     * The full correlation is kept beside the request, so that a late answer does not end a stranger.
     */
    static final long FULL = -1;

    private record Slot(long correlation, Exchange exchange) {
    }

    private final AtomicReferenceArray<Slot> slots;
    private final int mask;
    private final AtomicLong correlations = new AtomicLong();
    private final AtomicLong late = new AtomicLong();

    /** The size is a power of two. */
    PendingRequests(int size) {
        slots = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /** Keeps a request and names it; {@link #FULL} if there are as many as there can be. */
    long add(Exchange exchange) {
        for (int tries = 0; tries <= mask; tries++) {
            long correlation = correlations.incrementAndGet();
            int index = (int) correlation & mask;
            Slot slot = slots.get(index);
            boolean free = slot == null || slot.exchange.isDone();
            if (free && slots.compareAndSet(index, slot, new Slot(correlation, exchange))) {
                return correlation;
            }
        }
        return FULL;
    }

    /** The request of that name, or null if it has ended: then what came is late. */
    Exchange take(long correlation) {
        int index = (int) correlation & mask;
        Slot slot = slots.get(index);
        boolean found = slot != null && slot.correlation == correlation && slots.compareAndSet(index, slot, null);
        if (!found || slot.exchange.isDone()) {
            late.incrementAndGet();
            return null;
        }
        return slot.exchange;
    }

    /** Answers that came when nobody waited for them any more. */
    long late() {
        return late.get();
    }

    /** Ends all that are left. */
    void failAll(Function<Exchange, TransportException> reason) {
        for (int i = 0; i <= mask; i++) {
            Slot slot = slots.getAndSet(i, null);
            if (slot != null) {
                slot.exchange.fail(reason.apply(slot.exchange));
            }
        }
    }
}
