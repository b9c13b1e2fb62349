// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A stage that makes its future when somebody first builds upon it: one that has ended when it is handed out, and is
 * read at once, needs none.
 */
abstract class LateStage extends Timed implements CompletionStage<Object> {
    /** The same one for each call. */
    abstract CompletableFuture<Object> future();

    @Override
    public <U> CompletionStage<U> thenApply(Function<? super Object, ? extends U> action) {
        return future().thenApply(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(Function<? super Object, ? extends U> action) {
        return future().thenApplyAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(Function<? super Object, ? extends U> action, Executor executor) {
        return future().thenApplyAsync(action, executor);
    }

    @Override
    public CompletionStage<Void> thenAccept(Consumer<? super Object> action) {
        return future().thenAccept(action);
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super Object> action) {
        return future().thenAcceptAsync(action);
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super Object> action, Executor executor) {
        return future().thenAcceptAsync(action, executor);
    }

    @Override
    public CompletionStage<Void> thenRun(Runnable action) {
        return future().thenRun(action);
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action) {
        return future().thenRunAsync(action);
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action, Executor executor) {
        return future().thenRunAsync(action, executor);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombine(CompletionStage<? extends U> other,
            BiFunction<? super Object, ? super U, ? extends V> action) {
        return future().thenCombine(other, action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(CompletionStage<? extends U> other,
            BiFunction<? super Object, ? super U, ? extends V> action) {
        return future().thenCombineAsync(other, action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(CompletionStage<? extends U> other,
            BiFunction<? super Object, ? super U, ? extends V> action, Executor executor) {
        return future().thenCombineAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBoth(CompletionStage<? extends U> other,
            BiConsumer<? super Object, ? super U> action) {
        return future().thenAcceptBoth(other, action);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(CompletionStage<? extends U> other,
            BiConsumer<? super Object, ? super U> action) {
        return future().thenAcceptBothAsync(other, action);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(CompletionStage<? extends U> other,
            BiConsumer<? super Object, ? super U> action, Executor executor) {
        return future().thenAcceptBothAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return future().runAfterBoth(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return future().runAfterBothAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return future().runAfterBothAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> applyToEither(CompletionStage<?> other, Function<? super Object, U> action) {
        return future().applyToEither(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(CompletionStage<?> other, Function<? super Object, U> action) {
        return future().applyToEitherAsync(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(CompletionStage<?> other,
            Function<? super Object, U> action, Executor executor) {
        return future().applyToEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> acceptEither(CompletionStage<?> other, Consumer<? super Object> action) {
        return future().acceptEither(other, action);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(CompletionStage<?> other, Consumer<? super Object> action) {
        return future().acceptEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(CompletionStage<?> other,
            Consumer<? super Object> action, Executor executor) {
        return future().acceptEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return future().runAfterEither(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return future().runAfterEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return future().runAfterEitherAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> thenCompose(Function<? super Object, ? extends CompletionStage<U>> action) {
        return future().thenCompose(action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(Function<? super Object, ? extends CompletionStage<U>> action) {
        return future().thenComposeAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(Function<? super Object, ? extends CompletionStage<U>> action,
            Executor executor) {
        return future().thenComposeAsync(action, executor);
    }

    @Override
    public <U> CompletionStage<U> handle(BiFunction<? super Object, Throwable, ? extends U> action) {
        return future().handle(action);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(BiFunction<? super Object, Throwable, ? extends U> action) {
        return future().handleAsync(action);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(BiFunction<? super Object, Throwable, ? extends U> action,
            Executor executor) {
        return future().handleAsync(action, executor);
    }

    @Override
    public CompletionStage<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
        return future().whenComplete(action);
    }

    @Override
    public CompletionStage<Object> whenCompleteAsync(BiConsumer<? super Object, ? super Throwable> action) {
        return future().whenCompleteAsync(action);
    }

    @Override
    public CompletionStage<Object> whenCompleteAsync(BiConsumer<? super Object, ? super Throwable> action,
            Executor executor) {
        return future().whenCompleteAsync(action, executor);
    }

    @Override
    public CompletionStage<Object> exceptionally(Function<Throwable, ?> action) {
        return future().exceptionally(action::apply);
    }
}
