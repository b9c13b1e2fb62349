// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
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
     *
     * Slots are made as they are needed: whoever finds some taken that lie all over the table, puts another before it,
     * as large as all there are together, until there are as many as there may be. Answers look for their requests in
     * the newest table first, where all are that came since. Most plugins never need more than the first.
     */
    /** No correlation, and nothing that a channel says. */
    static final long FULL = Integer.MIN_VALUE;
    /** How many requests may wait for one plugin. */
    static final int MOST = 1 << 16;
    private static final Object RESERVED = new Object();
    private static final int FIRST = 256;
    private static final int TRIES = 8;

    /** Slots, as many as a power of two. */
    private static final class Table {
        final AtomicReferenceArray<Object> requests;
        final AtomicLongArray names;
        final int mask;
        final Table before;

        Table(int size, Table before) {
            requests = new AtomicReferenceArray<>(size);
            names = new AtomicLongArray(size);
            mask = size - 1;
            this.before = before;
        }

        /** Whether the slot of that name was free. */
        boolean add(long correlation, Exchange exchange) {
            int index = (int) correlation & mask;
            Object found = requests.getPlain(index);
            boolean free = found == null || found instanceof Exchange old && old.isDone();
            if (!free || !requests.compareAndSet(index, found, RESERVED)) {
                return false;
            }
            names.setPlain(index, correlation);
            requests.setRelease(index, exchange); // pairs with the acquire in take()
            return true;
        }

        /** Empties the slot of that name: the request that was there, or null if there is none of that name. */
        Exchange take(long correlation) {
            int index = (int) correlation & mask;
            return requests.getAcquire(index) instanceof Exchange found && names.getPlain(index) == correlation
                    && requests.compareAndSet(index, found, null) ? found : null;
        }

        void forgetEnded() {
            for (int i = 0; i <= mask; i++) {
                if (requests.getAcquire(i) instanceof Exchange found && found.isDone()) {
                    requests.compareAndSet(i, found, null);
                }
            }
        }

        boolean isEmpty() {
            for (int i = 0; i <= mask; i++) {
                Object found = requests.getAcquire(i);
                if (found == RESERVED || found instanceof Exchange exchange && !exchange.isDone()) {
                    return false;
                }
            }
            return true;
        }

        void failAll(Function<Exchange, TransportException> reason) {
            for (int i = 0; i <= mask; i++) {
                Object found = requests.getAcquire(i);
                if (found instanceof Exchange exchange && requests.compareAndSet(i, found, null)) {
                    exchange.fail(reason.apply(exchange));
                }
            }
        }
    }

    private final int most;
    private final AtomicLong correlations = new AtomicLong();
    private final LongAdder late;
    private volatile Table newest;

    /** As many as there may be are a power of two; what is answered late is counted there. */
    PendingRequests(int most, LongAdder late) {
        this.most = most;
        this.late = late;
        newest = new Table(Math.min(most, FIRST), null);
    }

    /** Keeps a request and names it; {@link #FULL} if there are as many as there can be. */
    long add(Exchange exchange) {
        Table table = newest;
        long correlation = correlations.incrementAndGet();
        if ((correlation & table.mask) == 0) {
            forgetEnded(table.before);
        }
        return table.add(correlation, exchange) ? correlation : addElsewhere(table, exchange);
    }

    /** Who comes next writes over these in the newest table alone: so these go once in each of its turns. */
    private static void forgetEnded(Table last) {
        for (Table table = last; table != null; table = table.before) {
            table.forgetEnded();
        }
    }

    private long addElsewhere(Table first, Exchange exchange) {
        Table table = first;
        for (Table last = null; table != last; table = grown(table)) {
            long correlation = add(table, exchange, TRIES, table.mask / TRIES + 1);
            if (correlation != FULL) {
                return correlation;
            }
            last = table;
        }
        long correlation = FULL;
        for (; table != null && correlation == FULL; table = table.before) {
            correlation = add(table, exchange, table.mask + 1, 1);
        }
        return correlation;
    }

    private long add(Table table, Exchange exchange, int tries, int step) {
        for (int i = 0; i < tries; i++) {
            long correlation = correlations.addAndGet(step);
            if (table.add(correlation, exchange)) {
                return correlation;
            }
        }
        return FULL;
    }

    /** A newer table than that, or the same if there cannot be one. */
    private synchronized Table grown(Table table) {
        if (newest == table && room() < most) {
            newest = new Table(room(), table);
        }
        return newest;
    }

    /** {@return for how many requests there are slots now} */
    int room() {
        int count = 0;
        for (Table table = newest; table != null; table = table.before) {
            count += table.mask + 1;
        }
        return count;
    }

    /** The request of that name, or null if it has ended: then what came is late. */
    Exchange take(long correlation) {
        for (Table table = newest; table != null; table = table.before) {
            Exchange exchange = table.take(correlation);
            if (exchange != null && !exchange.isDone()) {
                return exchange;
            }
        }
        late.increment();
        return null;
    }

    /** Takes back what was added just now, and was not sent. */
    void withdraw(long correlation) {
        for (Table table = newest; table != null; table = table.before) {
            table.take(correlation);
        }
    }

    /** Whether none is left that has not ended; looks at all slots. */
    boolean isEmpty() {
        for (Table table = newest; table != null; table = table.before) {
            if (!table.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Ends all that are left. */
    void failAll(Function<Exchange, TransportException> reason) {
        for (Table table = newest; table != null; table = table.before) {
            table.failAll(reason);
        }
    }
}
