// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import hawser.launcher.bench.nativelib.Driver;

/** How far apart the two processors are just now: one word, to and fro, in C. */
public final class PingPong {
    private static final int TIMES = 50_000;

    private PingPong() {
    }

    /** {@return nanoseconds of one round trip} Once in a process. */
    public static double roundTrip() {
        try (Partner partner = new Partner()) {
            partner.start(() -> Driver.bench_pong(TIMES));
            return (double) Driver.bench_ping(TIMES) / TIMES;
        }
    }
}
