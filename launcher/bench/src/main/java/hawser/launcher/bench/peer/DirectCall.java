// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.nativelib.Driver;

/** One JNA direct call that writes its answer: the limit of what an inline plugin can reach. */
public final class DirectCall implements Operation {
    private final SharedMemory memory = SharedMemory.of(2 * RoundTrip.SMALL);

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            Driver.bench_answer(memory.address(), RoundTrip.SMALL, memory.address() + RoundTrip.SMALL);
        }
    }
}
