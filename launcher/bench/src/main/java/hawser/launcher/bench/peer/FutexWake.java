// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Wake;
import hawser.launcher.bench.nativelib.Driver;

/** One word and a futex, in C. */
public final class FutexWake implements Wake {
    private int woken;
    private int slept;

    @Override
    public void wake(int times) {
        Driver.check(Driver.bench_futex_wake(woken, times, IDLE_NS));
        woken += times;
    }

    @Override
    public void sleep(long[] latencies) {
        Driver.check(Driver.bench_futex_sleep(slept, latencies.length, latencies));
        slept += latencies.length;
    }
}
