// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

/** Something that one thread does over and over. */
@FunctionalInterface
public interface Operation {
    /** What prepares one. */
    @FunctionalInterface
    interface Factory {
        /**
         * Prepares it.
         *
         * @return ready to run
         * @throws Exception if it cannot be prepared
         */
        Operation open() throws Exception;
    }

    /** Does it so often. */
    void run(int times) throws Exception;

    /** {@return nanoseconds of one operation} */
    static Measurement cost(Factory factory) {
        return (row, meter) -> {
            Operation operation = factory.open();
            Batches.recordMeans(meter, size -> time(operation, size));
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
            Operation operation = factory.open();
            int size = Batches.warmUp(meter.budget(), 1 << 24, count -> time(operation, count));
            Batches.measure(meter.budget(), size, count -> {
                long before = Allocation.bytes();
                operation.run(count);
                meter.record((double) (Allocation.bytes() - before) / count);
                return 0;
            });
        };
    }
}
