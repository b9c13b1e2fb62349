// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.OneWay;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.nativelib.Driver;

/** The channel's rings with both ends in C: the limit of what Java over them can reach. */
public final class CRing implements OneWay, RoundTrip {
    private final int length;
    private final int descriptor;
    private final NativeEnd caller;
    private final NativeEnd partner;

    /** For messages of that length. */
    public CRing(int length) {
        this.length = length;
        long capacity = Pipe.capacity(length);
        long memory = Driver.bench_channel_length(capacity);
        descriptor = Driver.bench_channel_create(capacity);
        Driver.check(descriptor);
        caller = NativeEnd.bare(descriptor, memory, Driver.RENDERER);
        partner = NativeEnd.bare(descriptor, memory, Driver.NATIVE);
    }

    @Override
    public void send(int messages) {
        caller.send(messages, length);
    }

    @Override
    public void receive(int messages) {
        partner.receive(messages);
    }

    @Override
    public void exchange(long[] latencies) {
        caller.exchange(latencies, length);
    }

    @Override
    public void pipeline(int requests, int window) {
        caller.pipeline(requests, length, window);
    }

    @Override
    public void echo(int requests) {
        partner.echo(requests);
    }

    @Override
    public void close() {
        caller.close();
        partner.close();
        Driver.hawser_memory_close(descriptor);
    }
}
