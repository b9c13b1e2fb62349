// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request's future, or one that is built upon it. A thread that blocks on it first helps: it reads the channel that
 * the answer will come through, for about as long as a wake-up would take. If the answer comes meanwhile, no thread had
 * to be woken for it.
 *
 * @param <T> the type of the value
 */
final class HelpingFuture<T> extends CompletableFuture<T> {
    private final Ending awaited;

    HelpingFuture(Ending awaited) {
        this.awaited = awaited;
    }

    private void help() {
        if (!isDone()) {
            awaited.help();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        help();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            help();
        }
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        help();
        return super.join();
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new HelpingFuture<>(awaited);
    }
}
