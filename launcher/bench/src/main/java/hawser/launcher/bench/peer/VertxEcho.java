// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Cpus;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Vert.x with a consumer of its local event bus that answers with the request. */
final class VertxEcho implements AutoCloseable {
    private static final String ADDRESS = "bench:dispatch:number";

    private final Vertx vertx;

    private VertxEcho() {
        vertx = Vertx.vertx();
        vertx.eventBus().<Integer>localConsumer(ADDRESS, message -> message.reply(message.body()));
    }

    /** Starts it, its threads free to run on any processor. */
    static VertxEcho open() {
        Cpus.unpinCaller();
        try {
            return new VertxEcho();
        } finally {
            Cpus.pinCaller();
        }
    }

    CompletableFuture<Message<Integer>> ask(Integer request) {
        return vertx.eventBus().<Integer>request(ADDRESS, request).toCompletionStage().toCompletableFuture();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
    }
}
