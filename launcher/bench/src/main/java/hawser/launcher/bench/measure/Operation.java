// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Something that is done over and over. */
@FunctionalInterface
public interface Operation extends AutoCloseable {
    /** What prepares one. */
    @FunctionalInterface
    interface Factory {
        /**
         * Prepares it.
         *
         * @param value the row's
         * @return ready to run
         * @throws Exception if it cannot be prepared
         */
        Operation open(int value) throws Exception;
    }

    /** Does it so often. */
    void run(int times) throws Exception;

    @Override
    default void close() {
        // most have nothing to let go
    }

    /** {@return nanoseconds of one operation} */
    static Measurement cost(Factory factory) {
        return (row, meter) -> {
            try (Operation operation = factory.open(row.value())) {
                Batches.recordMeans(meter, size -> time(operation, size));
            }
        };
    }

    private static long time(Operation operation, int size) throws Exception {
        long begin = System.nanoTime();
        operation.run(size);
        return System.nanoTime() - begin;
    }

    /** {@return bytes that one operation allocates, in whatever thread} */
    static Measurement allocation(Factory factory) {
        return (row, meter) -> {
            try (Operation operation = factory.open(row.value())) {
                int size = Batches.warmUp(meter.budget(), 1 << 24, count -> time(operation, count));
                Batches.measure(meter.budget(), size, count -> {
                    long before = Allocation.bytes();
                    operation.run(count);
                    meter.record((double) (Allocation.bytes() - before) / count);
                    return 0;
                });
            }
        };
    }

    /**
     * {@return nanoseconds from one operation's end to the next's, by as many threads as the row says}
     *
     * @param factory of an operation that many threads may run at a time
     */
    static Measurement parallel(Factory factory) {
        return (row, meter) -> {
            ExecutorService threads = Executors.newFixedThreadPool(row.value(), Operation::unpinned);
            try (Operation operation = factory.open(row.value())) {
                Batches.recordMeans(meter, size -> time(operation, size, row.value(), threads));
            } finally {
                threads.shutdown();
            }
        };
    }

    private static Thread unpinned(Runnable task) {
        Thread thread = new Thread(() -> {
            Cpus.unpinCaller();
            task.run();
        }, "bench-parallel");
        thread.setDaemon(true);
        return thread;
    }

    private static long time(Operation operation, int size, int threads, ExecutorService pool) throws Exception {
        List<Future<?>> ends = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            ends.add(pool.submit(() -> {
                operation.run(Math.max(1, size / threads));
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        return System.nanoTime() - begin;
    }
}
