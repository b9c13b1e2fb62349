// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.peer.NativeEnd;
import hawser.transport.channel.Claim;
import hawser.transport.channel.RecordType;

/** Requests that Java writes where they lie, to a native end that reads them there. */
public final class InPlaceRoundTrip implements RoundTrip {
    private final OpenChannel channel;
    private final Claim claim;
    private final Answers answers;
    private final Answering answering;
    private final boolean isFilledBefore;

    /** What the native end does. */
    @FunctionalInterface
    private interface Answering {
        void answer(NativeEnd end, int requests);
    }

    private InPlaceRoundTrip(int length, Answering answering, boolean isFilledBefore) throws Exception {
        this.answering = answering;
        this.isFilledBefore = isFilledBefore;
        channel = OpenChannel.of(length);
        claim = channel.newClaim();
        answers = Answers.of(channel, Reading.inPlace());
        Cpus.pinToCaller(OpenChannel.READER);
    }

    /** {@return requests answered from ring to ring; the time begins before the request is written} */
    public static RoundTrip echoed(int length) throws Exception {
        return new InPlaceRoundTrip(length, NativeEnd::echoInPlace, false);
    }

    /** {@return regions acknowledged with a few bytes; the time begins when the region is filled} */
    public static RoundTrip handOver(int length) throws Exception {
        return new InPlaceRoundTrip(length, NativeEnd::acknowledge, true);
    }

    @Override
    public void exchange(long[] latencies) {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            channel.write(claim);
            if (isFilledBefore) {
                begin = System.nanoTime();
            }
            claim.commit(RecordType.REQUEST, i, 0, 0, claim.length());
            answers.await(1);
            latencies[i] = System.nanoTime() - begin;
        }
    }

    @Override
    public void pipeline(int requests, int window) {
        for (int i = 0; i < requests; i++) {
            channel.write(claim);
            claim.commit(RecordType.REQUEST, i, 0, 0, claim.length());
            if (i >= window - 1) {
                answers.await(1);
            }
        }
        answers.await(Math.min(requests, window - 1));
    }

    @Override
    public void echo(int requests) {
        answering.answer(channel.nativeEnd(), requests);
    }

    @Override
    public void close() {
        channel.close();
    }
}
