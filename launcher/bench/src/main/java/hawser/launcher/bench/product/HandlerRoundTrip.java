// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;

/** A channel's handler asks again as soon as it has an answer: no hand-over between threads in Java. */
public final class HandlerRoundTrip implements RoundTrip {
    private final OpenChannel channel;
    private final Reading reading;
    private final Arrivals ended = new Arrivals();
    private volatile long[] latencies;
    private volatile int requests;
    private int sent;
    private int answered;
    private long begin;

    /** For requests of that length. */
    public HandlerRoundTrip(int length) throws Exception {
        channel = OpenChannel.of(length);
        reading = Reading.copying(length);
        channel.receive(this::take);
        Cpus.pinToCaller(OpenChannel.READER);
    }

    private void take(int type, long correlation, int key, RecordView payload) {
        reading.read(payload);
        long[] noted = latencies;
        if (noted.length > 0) {
            noted[answered] = System.nanoTime() - begin;
        }
        answered++;
        if (sent < requests) {
            ask();
        }
        if (answered == requests) {
            ended.add();
        }
    }

    private void ask() {
        sent++;
        begin = System.nanoTime();
        channel.send(RecordType.REQUEST, sent);
    }

    @Override
    public void exchange(long[] noted) {
        start(noted, noted.length, 1);
    }

    @Override
    public void pipeline(int count, int window) {
        start(new long[0], count, window);
    }

    private void start(long[] noted, int count, int window) {
        latencies = noted;
        answered = 0;
        sent = Math.min(count, window);
        requests = count; // volatile: the reader sees all of this with the first answer
        begin = System.nanoTime();
        for (int i = 0; i < Math.min(count, window); i++) {
            channel.send(RecordType.REQUEST, i);
        }
        ended.await(1);
    }

    @Override
    public void echo(int count) {
        channel.nativeEnd().echo(count);
    }

    @Override
    public void close() {
        channel.close();
    }
}
