// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks from time to time whether a plugin in this process hangs, and whether one that hung has come back. */
final class HangWatch implements AutoCloseable {
    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(action -> {
        Thread watch = new Thread(action, "hawser-hang-watch");
        watch.setDaemon(true);
        return watch;
    });

    /** The action looks for those that came back; it must not wait for a plugin. */
    HangWatch(LoadedLibraries libraries, long hangNs, Runnable lookForReturns) {
        long periodNs = Math.max(SHORTEST_NS, Math.min(hangNs / 4, LONGEST_NS));
        thread.scheduleWithFixedDelay(() -> {
            libraries.lookForHangs(System.nanoTime(), hangNs);
            lookForReturns.run();
        }, periodNs, periodNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
