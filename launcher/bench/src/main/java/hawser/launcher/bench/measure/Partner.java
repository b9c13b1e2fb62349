// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The second thread of a measurement, on its own processor. */
public final class Partner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Partner::daemon);

    /** What it is to do. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @throws Exception if that fails; the fork then ends
         */
        void run() throws Exception;
    }

    /** Starts it. */
    public Partner() {
        start(Cpus::pinPartner);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "bench-partner");
        thread.setDaemon(true);
        return thread;
    }

    /** {@return when the task ended, by {@link System#nanoTime()}} */
    public Future<Long> start(Task task) {
        return thread.submit(() -> run(task));
    }

    /** Who waits for a partner that failed would wait for ever, some of them spinning in native code. */
    private static long run(Task task) {
        try {
            task.run();
        } catch (Throwable e) {
            System.getLogger("bench").log(System.Logger.Level.ERROR, "the partner failed", e);
            Runtime.getRuntime().halt(1);
        }
        return System.nanoTime();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
