// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when an instance can be used: it has started, and no plugin is being loaded. */
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CompletionStage<?> started;
    private final Supplier<CompletionStage<Void>> settled;
    private final Duration limit;

    /**
     * Joins the two conditions, for as long as anybody should wait.
     *
     * @param started completes when the framework and everything in {@code deploy/} has been started
     * @param settled gives, when asked after that, the stage that completes when no plugin is being loaded
     */
    public Readiness(CompletionStage<?> started, Supplier<CompletionStage<Void>> settled) {
        this(started, settled, LIMIT);
    }

    /**
     * Joins the two conditions.
     *
     * @param started completes when the framework and everything in {@code deploy/} has been started
     * @param settled gives, when asked after that, the stage that completes when no plugin is being loaded
     * @param limit of a wait
     */
    public Readiness(CompletionStage<?> started, Supplier<CompletionStage<Void>> settled, Duration limit) {
        this.started = started;
        this.settled = settled;
        this.limit = limit;
    }

    /** {@return what to say when it took longer} */
    public String excess() {
        return "the instance runs, and every plugin was required to be active or failed within " + limit.toSeconds()
                + " s, which is not so: plugin:list shows which";
    }

    /** {@return whether the framework and everything in {@code deploy/} has been started} */
    public boolean isStarted() {
        return started.toCompletableFuture().isDone();
    }

    /**
     * Waits until the instance can be used.
     *
     * @return false if that takes longer than anybody should wait
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean await() throws InterruptedException {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        return await(started, deadlineNs) && await(settled.get(), deadlineNs);
    }

    /** Waits until the framework and everything in {@code deploy/} has been started. */
    void awaitStarted() throws InterruptedException {
        await(started, System.nanoTime() + Long.MAX_VALUE / 2);
    }

    private static boolean await(CompletionStage<?> stage, long deadlineNs) throws InterruptedException {
        try {
            stage.toCompletableFuture().get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            LOG.warn("not waited for: {}", e.getMessage());
        } catch (TimeoutException e) {
            return false;
        }
        return true;
    }
}
