// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.AsyncRequestHandler;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import hawser.transport.RequestHandler;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A handler in Java: called on the caller's thread, with the caller's own object. */
class JavaDestination extends Destination {
    private final RequestAcceptor acceptor;
    private final boolean concurrent;

    JavaDestination(Event<?, ?> event, String name, RequestAcceptor acceptor, HandlerOptions options) {
        super(event, name);
        this.acceptor = acceptor;
        this.concurrent = options.isConcurrent();
    }

    @Override
    boolean takesTogether() {
        return concurrent;
    }

    /** Whoever registers a handler proves its types; a request is let in only if its event has the same. */
    @SuppressWarnings("unchecked")
    static <Q, R> RequestAcceptor answerNow(RequestHandler<Q, R> handler) {
        return request -> request.answer(handler.handle((Q) request.payload(), request));
    }

    @SuppressWarnings("unchecked")
    static <Q, R> RequestAcceptor answerLater(AsyncRequestHandler<Q, R> handler) {
        return request -> {
            CompletionStage<R> answer = handler.handle((Q) request.payload(), request);
            if (answer == null) {
                request.reply(null);
            } else {
                answer.whenComplete((value, failure) -> end(request, value, failure));
            }
        };
    }

    private static void end(Request request, Object value, Throwable failure) {
        if (failure == null) {
            request.reply(value);
        } else {
            request.failWith(failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause() : failure);
        }
    }

    @Override
    void begin(Request request) throws Exception {
        call(asHandled(request));
    }

    /** The request as its handler defines the event: as a rule as it was sent. */
    final Request asHandled(Request request) {
        Event<?, ?> sent = request.event();
        return sent == event() || sent.isSameAs(event()) ? request : request.hopTo(this);
    }

    void call(Request request) throws Exception {
        acceptor.begin(request);
    }
}
