// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.batch.internal.BatchComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;

/** A router over the real batch service, and answers for a test to give. */
abstract class BatchFixture extends RouterFixture {
    static final Duration NEVER = Duration.ofDays(1);

    final BatchComponent batching = new BatchComponent();
    final List<CompletableFuture<Integer>> begun = new ArrayList<>();

    BatchFixture() {
    }

    BatchFixture(Router router) {
        super(router);
    }

    @BeforeEach
    void useBatching() {
        router.useBatching(batching);
    }

    static <Q> Event<Q, Integer> put(Class<Q> payload, BatchOptions options) {
        return Events.defineEvent("storage").module("kv").event("put")
                .define(payload, Integer.class, EventOptions.defaults().withBatch(options));
    }

    /** One more has begun. */
    final CompletionStage<Integer> later() {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        begun.add(answer);
        return answer;
    }

    static ErrorCode codeOf(CompletionStage<?> stage) {
        return failureOf(stage).code();
    }
}
