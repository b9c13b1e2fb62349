// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Threads for what callers of inline plugins must not do themselves: updates, and the calls of those who serve more
 * than one plugin and must not be lost in one that hangs. A call that hangs costs a thread here and nothing else.
 * Thread-safe.
 */
final class InlineThreads implements AutoCloseable {
    private static final String NAME = "hawser-inline";

    private final ExecutorService calls = Executors.newCachedThreadPool(daemons(NAME));
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(daemons("hawser-beat"));

    private static ThreadFactory daemons(String name) {
        return action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Whether the calling thread may run a plugin: not if it is the shell's, the framework's or the host's own. */
    static boolean mayCall() {
        String name = Thread.currentThread().getName();
        return switch (name.isEmpty() ? ' ' : name.charAt(0)) {
            case 'h' -> !name.startsWith("hawser-") || name.startsWith(NAME);
            case 'F' -> !name.startsWith("Felix");
            case 'f' -> !name.startsWith("fileinstall-");
            case 'G' -> !name.startsWith("Gogo");
            case 'g' -> !name.startsWith("gogo");
            case 'p' -> !name.startsWith("pipe-");
            case 'C' -> !name.startsWith("CM ");
            case 'S' -> !name.startsWith("SCR ");
            case 'E' -> !name.startsWith("EventAdmin");
            default -> true;
        };
    }

    void run(Runnable call) {
        calls.execute(call);
    }

    /** What the call gives, or in its place, when it has not come back in time, what {@code late} gives. */
    <T> T await(Callable<T> call, long timeoutNs, Supplier<T> late) {
        Future<T> result = calls.submit(call);
        try {
            return result.get(timeoutNs, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call into the core must not throw", e.getCause());
        }
    }

    /** Runs it each so often, on a thread of its own each time. */
    ScheduledFuture<?> repeat(Runnable call, long intervalNs) {
        return beats.scheduleAtFixedRate(() -> calls.execute(call), intervalNs, intervalNs, TimeUnit.NANOSECONDS);
    }

    /** Runs it once, that much later. */
    void runLater(Runnable call, long delayNs) {
        beats.schedule(() -> calls.execute(call), delayNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        beats.shutdownNow();
        calls.shutdown();
    }
}
