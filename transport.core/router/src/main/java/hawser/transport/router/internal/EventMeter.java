// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.EventStatistics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of one event and times some of them. Thread-safe. */
final class EventMeter implements EventStatistics {
    /*
     * Every request is counted twice, when it begins and when it is answered. Most events are sent by one thread: the
     * first that counts owns two counts that it alone writes, without an atomic instruction, until it is gone and
     * another takes them over. All other threads add atomically to stripes that they seldom share. A stripe has both of
     * its counts in one cache line and is two lines wide, as lines are fetched in pairs. Failures are seldom, and
     * counted by code.
     *
     * A count's first of each 64 requests is timed: reading the clock twice costs more than everything else here. An
     * end only leaves its time behind; the next that is timed, or whoever reads, brings it into the histogram. So the
     * code of an end stays small enough for the compiler to see through: a request that ends before it is handed out,
     * and is read at once, may then cost no memory at all.
     */
    static final long UNTIMED = 0;
    private static final int ONE_IN = 64;
    private static final int STRIPES =
            Integer.highestOneBit(Math.min(32, 2 * Runtime.getRuntime().availableProcessors()));
    private static final int STRIDE = 16;
    private static final int BEGUN = STRIDE;
    private static final int ANSWERED = STRIDE + 1;
    private static final ErrorCode[] CODES = ErrorCode.values();
    private static final WeakReference<Thread> NOBODY = new WeakReference<>(null);
    private static final VarHandle OWNER;
    private static final VarHandle OWN_BEGUN;
    private static final VarHandle OWN_ANSWERED;
    private static final VarHandle NEWEST_NS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(EventMeter.class, "owner", WeakReference.class);
            OWN_BEGUN = lookup.findVarHandle(EventMeter.class, "ownBegun", long.class);
            OWN_ANSWERED = lookup.findVarHandle(EventMeter.class, "ownAnswered", long.class);
            NEWEST_NS = lookup.findVarHandle(EventMeter.class, "newestNs", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String event;
    private final AtomicLongArray stripes = new AtomicLongArray((STRIPES + 2) * STRIDE);
    private final AtomicReferenceArray<LongAdder> failures = new AtomicReferenceArray<>(CODES.length);
    private volatile LatencyHistogram latencies;
    /** The time that is not in the histogram yet; 0 if there is none. */
    private volatile long newestNs;
    private volatile WeakReference<Thread> owner = NOBODY;
    private long ownBegun;
    private long ownAnswered;

    EventMeter(String event) {
        this.event = event;
    }

    /** Counts one that begins; gives what is to be told with its end: when it began, or {@link #UNTIMED}. */
    long begin() {
        return (countBegun() & ONE_IN - 1) == 0 ? beginTiming() : UNTIMED;
    }

    private long beginTiming() {
        settleNewest();
        return System.nanoTime() | 1; // never UNTIMED
    }

    private void settleNewest() {
        long ns = (long) NEWEST_NS.getAndSet(this, 0L);
        if (ns != 0) {
            histogram().record(ns);
        }
    }

    private LatencyHistogram histogram() {
        LatencyHistogram known = latencies;
        return known == null ? makeHistogram() : known;
    }

    private synchronized LatencyHistogram makeHistogram() {
        if (latencies == null) {
            latencies = new LatencyHistogram();
        }
        return latencies;
    }

    private long countBegun() {
        if (isOwner()) {
            long before = ownBegun;
            OWN_BEGUN.setRelease(this, before + 1);
            return before;
        }
        return stripes.getAndIncrement(stripe() + BEGUN);
    }

    private boolean isOwner() {
        WeakReference<Thread> known = owner;
        return known.refersTo(Thread.currentThread()) || known.refersTo(null) && takesOver(known);
    }

    private boolean takesOver(WeakReference<Thread> gone) {
        return OWNER.compareAndSet(this, gone, new WeakReference<>(Thread.currentThread()));
    }

    private static int stripe() {
        return ((int) Thread.currentThread().getId() & STRIPES - 1) * STRIDE;
    }

    /** Counts its end: the code of its failure, or null if it was answered. */
    void ended(ErrorCode code, long begunNs) {
        if (begunNs != UNTIMED) {
            long ns = System.nanoTime() - begunNs | 1;
            if (!NEWEST_NS.compareAndSet(this, 0L, ns)) {
                histogram().record(ns);
            }
        }
        if (code != null) {
            failures(code).increment();
        } else if (isOwner()) {
            OWN_ANSWERED.setRelease(this, ownAnswered + 1); // who sees it sees its beginning
        } else {
            stripes.getAndIncrement(stripe() + ANSWERED);
        }
    }

    private LongAdder failures(ErrorCode code) {
        LongAdder known = failures.get(code.ordinal());
        if (known == null) {
            failures.compareAndSet(code.ordinal(), null, new LongAdder());
            known = failures.get(code.ordinal());
        }
        return known;
    }

    private long sum(int count) {
        long sum = 0;
        for (int i = 0; i < STRIPES; i++) {
            sum += stripes.get(i * STRIDE + count);
        }
        return sum;
    }

    @Override
    public String event() {
        return event;
    }

    @Override
    public long begun() {
        return (long) OWN_BEGUN.getAcquire(this) + sum(BEGUN);
    }

    @Override
    public long answered() {
        return (long) OWN_ANSWERED.getAcquire(this) + sum(ANSWERED);
    }

    @Override
    public Map<ErrorCode, Long> failures() {
        Map<ErrorCode, Long> counts = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : CODES) {
            LongAdder count = failures.get(code.ordinal());
            if (count != null) {
                counts.put(code, count.sum());
            }
        }
        return counts;
    }

    /** Ends are read before beginnings: so it is never negative. */
    @Override
    public long inFlight() {
        long ended = answered() + failures().values().stream().mapToLong(Long::longValue).sum();
        return begun() - ended;
    }

    @Override
    public long timed() {
        settleNewest();
        LatencyHistogram known = latencies;
        return known == null ? 0 : known.recorded();
    }

    @Override
    public long timedWithin(long ns) {
        settleNewest();
        LatencyHistogram known = latencies;
        return known == null ? 0 : known.within(ns);
    }

    @Override
    public long latencyNs(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("a share must be from 0 to 100: percent=" + percent);
        }
        settleNewest();
        LatencyHistogram known = latencies;
        return known == null ? 0 : known.percentile(percent);
    }
}
