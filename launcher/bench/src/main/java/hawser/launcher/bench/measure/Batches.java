// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.util.concurrent.TimeUnit;

/** Repeats a batch of operations: to warm up, growing it until it can be timed; then to measure. */
public final class Batches {
    private static final long LONG_ENOUGH_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So many operations at a stretch. */
    @FunctionalInterface
    public interface Batch {
        /**
         * Runs them.
         *
         * @param size how many
         * @return the nanoseconds they took
         * @throws Exception if they fail
         */
        long run(int size) throws Exception;
    }

    private Batches() {
    }

    /** Warms up; the size of batch to measure with, at most {@code limit}. */
    static int warmUp(Budget budget, int limit, Batch batch) throws Exception {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(budget.warmUpMs());
        int size = 1;
        boolean isGrowing;
        do {
            isGrowing = batch.run(size) < LONG_ENOUGH_NS && size <= limit / 2;
            if (isGrowing) {
                size *= 2;
            }
        } while (isGrowing || System.nanoTime() < until);
        return size;
    }

    /** Repeats until the budget is used up, at least once. */
    static void measure(Budget budget, int size, Batch batch) throws Exception {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(budget.measureMs());
        do {
            batch.run(size);
        } while (System.nanoTime() < until);
    }

    /** Records the nanoseconds of one operation, as the mean of each batch. */
    static void recordMeans(Meter meter, Batch batch) throws Exception {
        int size = warmUp(meter.budget(), 1 << 24, batch);
        measure(meter.budget(), size, count -> {
            long elapsed = batch.run(count);
            meter.record((double) elapsed / count);
            return elapsed;
        });
    }
}
