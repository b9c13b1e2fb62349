// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.concurrent.CompletableFuture;

/**
 * What a caller holds of a request that has not ended: it can be read and built upon, not completed. Whoever blocks on
 * it, or on what was built upon it, helps its request along.
 */
final class Reply extends CompletableFuture<Object> {
    private final Request request;

    Reply(Request request) {
        this.request = request;
    }

    /** Completes it; doing so again does nothing. */
    void settle(Object value) {
        super.complete(value);
    }

    /** Completes it; doing so again does nothing. */
    void settle(Throwable failure) {
        super.completeExceptionally(failure);
    }

    /** The caller's own future, for it to wait on or to complete; that changes nothing here. */
    @Override
    public CompletableFuture<Object> toCompletableFuture() {
        CompletableFuture<Object> own = newIncompleteFuture();
        whenComplete((value, failure) -> {
            if (failure == null) {
                own.complete(value);
            } else {
                own.completeExceptionally(failure);
            }
        });
        return own;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new HelpingFuture<>(request);
    }

    @Override
    public boolean complete(Object value) {
        throw readOnly();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        throw readOnly();
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        throw readOnly();
    }

    @Override
    public void obtrudeValue(Object value) {
        throw readOnly();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw readOnly();
    }

    private static IllegalStateException readOnly() {
        return new IllegalStateException(
                "a request ends by its answer, its deadline or its Cancellation; toCompletableFuture() gives a copy");
    }
}
