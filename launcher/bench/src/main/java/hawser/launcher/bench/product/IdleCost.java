// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Measurement;
import hawser.launcher.bench.measure.Meter;
import hawser.launcher.bench.measure.Partner;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.nativelib.Driver;
import java.util.concurrent.TimeUnit;

/** Milliseconds of processor time a second that this process uses while nothing happens. */
public final class IdleCost {
    private static final long WINDOW_MS = 2000;

    private IdleCost() {
    }

    /** {@return of the framework with the distribution's bundles and nothing else} */
    public static Measurement ofFramework() {
        return (row, meter) -> {
            record(meter);
        };
    }

    /** {@return of an open channel with a receiver asleep at each end} */
    public static Measurement ofChannel() {
        return (row, meter) -> {
            try (OpenChannel channel = OpenChannel.of(RoundTrip.SMALL); Partner partner = new Partner()) {
                channel.receive((type, correlation, key, payload) -> { });
                var end = partner.start(() -> channel.nativeEnd().receiveStamped(new long[1]));
                record(meter);
                channel.sendMessage();
                end.get();
            }
        };
    }

    /** {@return of an active plugin} */
    public static Measurement ofPlugin() {
        return (row, meter) -> {
            PluginRoundTrip.thread(RoundTrip.SMALL).exchange(new long[1]);
            record(meter);
        };
    }

    /** The first window is thrown away: compilers are still at work in it. */
    private static void record(Meter meter) throws InterruptedException {
        window();
        meter.record(window());
    }

    private static double window() throws InterruptedException {
        long wall = System.nanoTime();
        long busy = Driver.bench_busy_ns();
        Thread.sleep(WINDOW_MS);
        double seconds = (double) (System.nanoTime() - wall) / TimeUnit.SECONDS.toNanos(1);
        return (Driver.bench_busy_ns() - busy) / 1e6 / seconds;
    }
}
