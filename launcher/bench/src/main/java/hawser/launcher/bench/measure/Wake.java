// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A receiver that has fallen asleep, and who wakes it. */
public interface Wake extends AutoCloseable {
    /** Long enough for a receiver to sleep. */
    long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** About a tenth of a second. */
    int BATCH = 100;

    /** Wakes it so often, after {@link #IDLE_NS} each. On the caller's thread. */
    void wake(int times) throws Exception;

    /** Notes, each time, the nanoseconds from the waker's store until it is seen. On the partner's thread. */
    void sleep(long[] latencies) throws Exception;

    @Override
    default void close() {
        // most have nothing to let go
    }

    /** What opens one. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it.
         *
         * @return open, with nobody asleep yet
         * @throws Exception if it cannot be opened
         */
        Wake open() throws Exception;
    }

    /** {@return nanoseconds of each waking} */
    static Measurement latency(Factory factory) {
        return (row, meter) -> {
            try (Wake wake = factory.open(); Partner partner = new Partner()) {
                Batches.warmUp(meter.budget(), 1, size -> batch(wake, partner, new long[BATCH]));
                Batches.measure(meter.budget(), 1, size -> {
                    long[] latencies = new long[BATCH];
                    batch(wake, partner, latencies);
                    meter.record(latencies);
                    return 0;
                });
            }
        };
    }

    private static long batch(Wake wake, Partner partner, long[] latencies) throws Exception {
        Future<Long> end = partner.start(() -> wake.sleep(latencies));
        wake.wake(latencies.length);
        end.get();
        return 0;
    }
}
