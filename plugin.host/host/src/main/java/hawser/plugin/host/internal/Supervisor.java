// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where plugins that crashed are dealt with: on threads of its own, so that none holds up another. They have the
 * priority of all: what they create inherits theirs, and serves as the rest does. Thread-safe.
 */
final class Supervisor implements AutoCloseable {
    private final Supplier<IsolationSettings> settings;
    private final ExecutorService threads = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "hawser-supervisor");
        thread.setDaemon(true);
        return thread;
    });

    Supervisor(Supplier<IsolationSettings> settings) {
        this.settings = settings;
    }

    /** {@return when a plugin is started again} */
    RestartPolicy policy() {
        return settings.get().restarts();
    }

    /** Does it soon. */
    void run(Runnable action) {
        threads.execute(action);
    }

    /** Does it later; not at all once this is closed. */
    void runAfter(long delayNs, Runnable action) {
        CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS, threads).execute(action);
    }

    /** {@return the file that tells of it} */
    Optional<Path> report(PluginInfo plugin, Crash crash) {
        IsolationSettings now = settings.get();
        return new CrashReports(now.reports(), now.reportsKept()).write(plugin, crash, Instant.now());
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
