// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.util.concurrent.Future;

/** Requests of one length, each answered with its own bytes. */
public interface RoundTrip extends AutoCloseable {
    /** What opens one for requests of a length. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it.
         *
         * @param length of each request in bytes
         * @return open, with nothing under way
         * @throws Exception if it cannot be opened
         */
        RoundTrip open(int length) throws Exception;
    }

    /** The length of the requests where it is not the row's. */
    int SMALL = 32;
    /** A batch's latencies are kept until it ends. */
    int BATCH_LIMIT = 8192;

    /** Asks, one after the other, and notes each one's nanoseconds. On the caller's thread. */
    void exchange(long[] latencies) throws Exception;

    /** Asks so often, with at most so many unanswered. On the caller's thread. */
    void pipeline(int requests, int window) throws Exception;

    /** Answers so many. On the partner's thread; nothing to do where the subject brings its own. */
    void echo(int requests) throws Exception;

    @Override
    void close();

    /** {@return nanoseconds of each round trip, one at a time; the row is the length} */
    static Measurement latency(Factory factory) {
        return (row, meter) -> {
            try (RoundTrip trip = factory.open(row.value()); Partner partner = new Partner()) {
                int size = Batches.warmUp(meter.budget(), BATCH_LIMIT,
                        count -> exchange(trip, partner, null, count));
                Batches.measure(meter.budget(), size, count -> exchange(trip, partner, meter, count));
            }
        };
    }

    private static long exchange(RoundTrip trip, Partner partner, Meter meter, int count) throws Exception {
        long[] latencies = new long[count];
        long begin = System.nanoTime();
        Future<Long> end = partner.start(() -> trip.echo(count));
        trip.exchange(latencies);
        end.get();
        long elapsed = System.nanoTime() - begin;
        if (meter != null) {
            meter.record(latencies);
        }
        return elapsed;
    }

    /** {@return nanoseconds per request with many in flight; the row is how many} */
    static Measurement pipelined(Factory factory) {
        return (row, meter) -> {
            try (RoundTrip trip = factory.open(SMALL); Partner partner = new Partner()) {
                Batches.recordMeans(meter, size -> pipeline(trip, partner, size, row.value()));
            }
        };
    }

    private static long pipeline(RoundTrip trip, Partner partner, int size, int window) throws Exception {
        long begin = System.nanoTime();
        Future<Long> end = partner.start(() -> trip.echo(size));
        trip.pipeline(size, window);
        long elapsed = System.nanoTime() - begin;
        end.get();
        return elapsed;
    }
}
