// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.transport.channel.RecordType;

/** A channel's caller that takes over its reading until the answer is there. */
public final class BlockingRoundTrip implements RoundTrip {
    private final OpenChannel channel;
    private final Answers answers;

    /** For requests of that length. */
    public BlockingRoundTrip(int length) throws Exception {
        channel = OpenChannel.of(length);
        answers = Answers.of(channel, Reading.copying(length));
        Cpus.pinToCaller(OpenChannel.READER);
    }

    @Override
    public void exchange(long[] latencies) {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            channel.send(RecordType.REQUEST, i);
            answers.await(1);
            latencies[i] = System.nanoTime() - begin;
        }
    }

    @Override
    public void pipeline(int requests, int window) {
        for (int i = 0; i < requests; i++) {
            channel.send(RecordType.REQUEST, i);
            if (i >= window - 1) {
                answers.await(1);
            }
        }
        answers.await(Math.min(requests, window - 1));
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
