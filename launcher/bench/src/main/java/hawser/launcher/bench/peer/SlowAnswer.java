// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers after 5 ms; by itself one such answer after the other. */
public final class SlowAnswer implements Operation {
    private static final int DELAY_MS = 5;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** {@return the number, later} */
    public CompletableFuture<Integer> later(int number) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        timer.schedule(() -> answer.complete(number), DELAY_MS, TimeUnit.MILLISECONDS);
        return answer;
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            later(i).join();
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
