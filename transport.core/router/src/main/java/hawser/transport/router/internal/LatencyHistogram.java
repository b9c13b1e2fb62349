// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** How long requests took, in buckets that are an eighth of their value wide at most. Thread-safe. */
final class LatencyHistogram {
    /*
     * A value below 8 has a bucket of its own. Any other is 1xxx times a power of two, and that power and the three
     * bits after the leading one are its bucket: what is told is wrong by less than an eighth, from 8 ns to minutes.
     */
    private static final int SUB_BITS = 3;
    private static final int SUBS = 1 << SUB_BITS;
    private static final long LONGEST_NS = 1L << 40;
    private static final int BUCKETS = bucket(LONGEST_NS) + 1;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

    void record(long ns) {
        counts.getAndIncrement(bucket(Math.max(0, Math.min(ns, LONGEST_NS))));
    }

    private static int bucket(long ns) {
        if (ns < SUBS) {
            return (int) ns;
        }
        int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(ns);
        return (shift << SUB_BITS) + (int) (ns >>> shift);
    }

    /** The largest value that falls into the bucket. */
    private static long most(int bucket) {
        int shift = (bucket >> SUB_BITS) - 1;
        return shift <= 0 ? bucket : ((bucket & SUBS - 1 | SUBS) + 1L << shift) - 1;
    }

    long recorded() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** How many are in the buckets that end at that value or before. */
    long within(long ns) {
        long sum = 0;
        for (int i = 0; i < BUCKETS && most(i) <= ns; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** What that share of the values does not exceed; 0 if there are none. */
    long percentile(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(recorded() * percent / 100));
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
            if (sum >= wanted) {
                return most(i);
            }
        }
        return 0;
    }
}
