// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

/** Messages of one length, from one thread to another. */
public interface OneWay extends AutoCloseable {
    /** What opens one for messages of a length. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it.
         *
         * @param length of each message in bytes
         * @return open, empty
         * @throws Exception if it cannot be opened
         */
        OneWay open(int length) throws Exception;
    }

    /** Sends so many, each copied in, waiting for room. On the caller's thread. */
    void send(int messages) throws Exception;

    /** Takes so many, each copied out. On the partner's thread. */
    void receive(int messages) throws Exception;

    @Override
    void close();

    /** {@return nanoseconds per message, from the first send to the last receipt} */
    static Measurement throughput(Factory factory) {
        return (row, meter) -> {
            try (OneWay way = factory.open(row.value()); Partner partner = new Partner()) {
                Batches.recordMeans(meter, size -> time(way, partner, size));
            }
        };
    }

    private static long time(OneWay way, Partner partner, int size) throws Exception {
        long begin = System.nanoTime();
        var end = partner.start(() -> way.receive(size));
        way.send(size);
        return end.get() - begin;
    }
}
