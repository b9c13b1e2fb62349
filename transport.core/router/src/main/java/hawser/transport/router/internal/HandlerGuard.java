// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.AsyncRequestHandler;
import hawser.transport.BatchHandler;
import hawser.transport.BatchResult;
import hawser.transport.RequestHandler;
import hawser.transport.StreamHandler;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Handlers that are asked, and whose answers count, only while whoever registered them may handle the event. Those of
 * Hawser's own need no guard.
 */
final class HandlerGuard {
    private HandlerGuard() {
    }

    static <Q, R> RequestHandler<Q, R> now(Principal owner, String event, RequestHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        return (payload, context) -> {
            owner.caller().requireServing(event);
            R answer = handler.handle(payload, context);
            owner.caller().requireServing(event);
            return answer;
        };
    }

    static <Q, R> AsyncRequestHandler<Q, R> later(Principal owner, String event, AsyncRequestHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        return (payload, context) -> {
            owner.caller().requireServing(event);
            CompletionStage<R> answer = handler.handle(payload, context);
            return answer == null ? null : answer.thenApply(value -> {
                owner.caller().requireServing(event);
                return value;
            });
        };
    }

    static <Q, R> BatchHandler<Q, R> batch(Principal owner, String event, BatchHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        return requests -> {
            owner.caller().requireServing(event);
            CompletionStage<List<BatchResult<R>>> results = handler.handle(requests);
            return results == null ? null : results.thenApply(list -> {
                owner.caller().requireServing(event);
                return list;
            });
        };
    }

    static <Q, R> StreamHandler<Q, R> stream(Principal owner, String event, StreamHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        return (payload, stream) -> {
            owner.caller().requireServing(event);
            handler.produce(payload, stream);
        };
    }
}
