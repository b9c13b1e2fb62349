// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.transport.channel.RecordType;

/** A channel's caller sleeps until its reader thread has the answer. */
public final class BlockingRoundTrip implements RoundTrip {
    private final OpenChannel channel;
    private final Arrivals arrivals = new Arrivals();

    /** For requests of that length. */
    public BlockingRoundTrip(int length) throws Exception {
        channel = OpenChannel.of(length);
        channel.receive((type, correlation, key, payload) -> {
            payload.copy();
            arrivals.add();
        });
        Cpus.pinToCaller(OpenChannel.READER);
    }

    @Override
    public void exchange(long[] latencies) {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            channel.send(RecordType.REQUEST, i);
            arrivals.await(1);
            latencies[i] = System.nanoTime() - begin;
        }
    }

    @Override
    public void pipeline(int requests, int window) {
        for (int i = 0; i < requests; i++) {
            channel.send(RecordType.REQUEST, i);
            if (i >= window - 1) {
                arrivals.await(1);
            }
        }
        arrivals.await(Math.min(requests, window - 1));
    }

    @Override
    public void echo(int requests) {
        channel.nativeEnd().echo(requests);
    }

    @Override
    public void close() {
        channel.close();
    }
}
