// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time whether a plugin in this process hangs, and whether one that hung has come back. */
final class HangWatch implements AutoCloseable {
    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(HangWatch.class);

    private final LoadedLibraries libraries;
    private final LongSupplier hangNs;
    private final Runnable lookForReturns;
    private final WatchedTime watched = new WatchedTime(System.nanoTime());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(action -> {
        Thread watch = new Thread(action, "hawser-hang-watch");
        watch.setDaemon(true);
        return watch;
    });

    /** The action looks for those that came back; it must not wait for a plugin. */
    HangWatch(LoadedLibraries libraries, LongSupplier hangNs, Runnable lookForReturns) {
        this.libraries = libraries;
        this.hangNs = hangNs;
        this.lookForReturns = lookForReturns;
        lookLater();
    }

    /** How often depends on how long a call may take, which may be configured otherwise at any time. */
    private void lookLater() {
        thread.schedule(this::look, periodNs(), TimeUnit.NANOSECONDS);
    }

    private long periodNs() {
        return Math.max(SHORTEST_NS, Math.min(hangNs.getAsLong() / 4, LONGEST_NS));
    }

    private void look() {
        try {
            libraries.lookForHangs(watched.look(System.nanoTime(), 2 * periodNs()), hangNs.getAsLong());
            lookForReturns.run();
        } catch (RuntimeException e) {
            LOG.error("Looking for plugins that hang went wrong", e);
        }
        if (!thread.isShutdown()) {
            lookLater();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
