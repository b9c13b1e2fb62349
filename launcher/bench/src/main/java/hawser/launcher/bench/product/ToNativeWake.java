// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.measure.Wake;
import java.nio.ByteOrder;

/** A native end that sleeps as the plugin's pump does, woken by an offer in Java. */
public final class ToNativeWake implements Wake {
    private final OpenChannel channel;

    /** Opens a channel. */
    public ToNativeWake() throws Exception {
        channel = OpenChannel.of(RoundTrip.SMALL);
        channel.payload().order(ByteOrder.nativeOrder());
    }

    @Override
    public void wake(int times) {
        for (int i = 0; i < times; i++) {
            long until = System.nanoTime() + IDLE_NS;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            channel.payload().putLong(0, System.nanoTime());
            channel.sendMessage();
        }
    }

    @Override
    public void sleep(long[] latencies) {
        channel.nativeEnd().receiveStamped(latencies);
    }

    @Override
    public void close() {
        channel.close();
    }
}
