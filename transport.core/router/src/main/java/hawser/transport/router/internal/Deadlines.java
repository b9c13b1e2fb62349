// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends requests whose time is up. One daemon thread; requests that end in time leave nothing behind. Thread-safe. */
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, action -> {
        Thread thread = new Thread(action, "hawser-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    void watch(Request request) {
        long delayMs = request.deadlineMs() - System.currentTimeMillis();
        Future<?> timeout = timer.schedule(request::timeOut, Math.max(0, delayMs), TimeUnit.MILLISECONDS);
        request.whenEnded(() -> timeout.cancel(false));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
