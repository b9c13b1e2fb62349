// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of one blocking handler; they end when they have been idle for a while. Thread-safe. */
final class HandlerThreads implements AutoCloseable {
    private static final int MOST_WAITING_A_THREAD = 1000;
    private static final long IDLE_SECONDS = 5;

    private final String handler;
    private final ThreadPoolExecutor threads;

    HandlerThreads(String handler, int most) {
        this.handler = handler;
        threads = new ThreadPoolExecutor(most, most, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(most * MOST_WAITING_A_THREAD), this::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "hawser-handler " + handler);
        thread.setDaemon(true);
        return thread;
    }

    /** Does the work for the request on a thread of the handler's; interrupts it if the request is cancelled. */
    void run(Request request, Runnable work) {
        try {
            Future<?> begun = threads.submit(work);
            request.onCancel(() -> begun.cancel(true));
        } catch (RejectedExecutionException e) {
            throw TransportException.of(ErrorCode.BACK_PRESSURED, "the blocking handler " + handler
                    + " must keep up: threads=" + threads.getMaximumPoolSize() + ", waiting="
                    + threads.getQueue().size() + "; give it more threads, or send less at a time",
                    request.event().name(), null, e);
        }
    }

    /** Interrupts what runs; what waits is not begun. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
