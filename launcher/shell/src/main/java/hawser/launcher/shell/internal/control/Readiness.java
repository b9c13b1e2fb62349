// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when an instance can be used: it has started, and no plugin is being loaded. */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private final CompletionStage<?> started;
    private final Supplier<CompletionStage<Void>> settled;

    /**
     * Joins the two conditions.
     *
     * @param started completes when the framework and everything in {@code deploy/} has been started
     * @param settled gives, when asked after that, the stage that completes when no plugin is being loaded
     */
    Readiness(CompletionStage<?> started, Supplier<CompletionStage<Void>> settled) {
        this.started = started;
        this.settled = settled;
    }

    /** Waits until the instance can be used. */
    void await() throws InterruptedException {
        awaitStarted();
        await(settled.get());
    }

    /** Waits until the framework and everything in {@code deploy/} has been started. */
    void awaitStarted() throws InterruptedException {
        await(started);
    }

    private static void await(CompletionStage<?> stage) throws InterruptedException {
        try {
            stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            LOG.warn("not waited for: {}", e.getMessage());
        }
    }
}
