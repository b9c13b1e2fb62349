// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.measure.Wake;
import hawser.transport.channel.RecordView;

/** A channel's reader thread that sleeps, woken by a message from C. */
public final class ToJavaWake implements Wake {
    private final OpenChannel channel;
    private final Arrivals arrivals = new Arrivals();
    private final long[] latencies = new long[BATCH];
    private int taken;

    /** Opens a channel. */
    public ToJavaWake() throws Exception {
        channel = OpenChannel.of(RoundTrip.SMALL);
        channel.receive(this::take);
        Cpus.pinToPartner(OpenChannel.READER);
    }

    private void take(int type, long correlation, int key, RecordView payload) {
        long now = System.nanoTime();
        long stamp = payload.getLong(0);
        latencies[taken % BATCH] = now - stamp;
        taken++;
        arrivals.add();
    }

    @Override
    public void wake(int times) {
        channel.nativeEnd().sendStamped(times, IDLE_NS);
    }

    @Override
    public void sleep(long[] noted) {
        arrivals.await(noted.length);
        System.arraycopy(latencies, 0, noted, 0, noted.length);
    }

    @Override
    public void close() {
        channel.close();
    }
}
