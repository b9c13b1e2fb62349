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
        Serving serving = new Serving(owner, event);
        return (payload, context) -> {
            serving.require();
            R answer = handler.handle(payload, context);
            serving.require();
            return answer;
        };
    }

    static <Q, R> AsyncRequestHandler<Q, R> later(Principal owner, String event, AsyncRequestHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        Serving serving = new Serving(owner, event);
        return (payload, context) -> {
            serving.require();
            CompletionStage<R> answer = handler.handle(payload, context);
            return answer == null ? null : answer.thenApply(value -> {
                serving.require();
                return value;
            });
        };
    }

    static <Q, R> BatchHandler<Q, R> batch(Principal owner, String event, BatchHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        Serving serving = new Serving(owner, event);
        return requests -> {
            serving.require();
            CompletionStage<List<BatchResult<R>>> results = handler.handle(requests);
            return results == null ? null : results.thenApply(list -> {
                serving.require();
                return list;
            });
        };
    }

    static <Q, R> StreamHandler<Q, R> stream(Principal owner, String event, StreamHandler<Q, R> handler) {
        if (owner.caller().isOwn()) {
            return handler;
        }
        Serving serving = new Serving(owner, event);
        return (payload, stream) -> {
            serving.require();
            handler.produce(payload, stream);
        };
    }
}
