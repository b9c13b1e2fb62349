// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** The requests that a plugin has not answered yet, each in a slot that its correlation leads to. Thread-safe. */
final class PendingRequests {
    /*
     * A correlation is a number that only grows; its low bits are the slot. A slot is free when it is empty or its
     * request has ended otherwise: nobody takes a request out that timed out or was cancelled, the next to come
     * writes over it.
     *
     * The full correlation is kept beside the request, so that a late answer does not end a stranger. Whoever wants a
     * slot reserves it first, and puts the request in after the correlation: who sees a request sees its correlation.
     */
    static final long FULL = -1;
    private static final Object RESERVED = new Object();

    private final AtomicReferenceArray<Object> requests;
    private final AtomicLongArray names;
    private final int mask;
    private final AtomicLong correlations = new AtomicLong();
    private final AtomicLong late = new AtomicLong();

    /** The size is a power of two. */
    PendingRequests(int size) {
        requests = new AtomicReferenceArray<>(size);
        names = new AtomicLongArray(size);
        mask = size - 1;
    }

    /** Keeps a request and names it; {@link #FULL} if there are as many as there can be. */
    long add(Exchange exchange) {
        for (int tries = 0; tries <= mask; tries++) {
            long correlation = correlations.incrementAndGet();
            int index = (int) correlation & mask;
            Object before = requests.getPlain(index);
            boolean free = before == null || before instanceof Exchange old && old.isDone();
            if (free && requests.compareAndSet(index, before, RESERVED)) {
                names.setPlain(index, correlation);
                requests.setRelease(index, exchange); // pairs with the acquire in take()
                return correlation;
            }
        }
        return FULL;
    }

    /** The request of that name, or null if it has ended: then what came is late. */
    Exchange take(long correlation) {
        int index = (int) correlation & mask;
        Object found = requests.getAcquire(index);
        if (found instanceof Exchange exchange && names.getPlain(index) == correlation
                && requests.compareAndSet(index, found, null) && !exchange.isDone()) {
            return exchange;
        }
        late.incrementAndGet();
        return null;
    }

    /** Takes back what was added just now, and was not sent. */
    void withdraw(long correlation) {
        int index = (int) correlation & mask;
        Object found = requests.getAcquire(index);
        if (found != null && names.getPlain(index) == correlation) {
            requests.compareAndSet(index, found, null);
        }
    }

    /** Whether none is left that has not ended; looks at all slots. */
    boolean isEmpty() {
        for (int i = 0; i <= mask; i++) {
            Object found = requests.getAcquire(i);
            if (found == RESERVED || found instanceof Exchange exchange && !exchange.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Answers that came when nobody waited for them any more. */
    long late() {
        return late.get();
    }

    /** Ends all that are left. */
    void failAll(Function<Exchange, TransportException> reason) {
        for (int i = 0; i <= mask; i++) {
            Object found = requests.getAcquire(i);
            if (found instanceof Exchange exchange && requests.compareAndSet(i, found, null)) {
                exchange.fail(reason.apply(exchange));
            }
        }
    }
}
