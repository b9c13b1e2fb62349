// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.BatchHandler;
import hawser.transport.BatchItem;
import hawser.transport.BatchResult;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A handler in Java that takes whole envelopes. */
final class BatchDestination extends JavaDestination {
    private final BatchHandler<Object, Object> handler;

    /** Whoever registers a handler proves its types; a request is let in only if its event has the same. */
    @SuppressWarnings("unchecked")
    <Q, R> BatchDestination(Event<Q, R> event, String name, BatchHandler<Q, R> handler) {
        super(event, name, request -> { }, HandlerOptions.defaults().withConcurrentBatches());
        this.handler = (BatchHandler<Object, Object>) (BatchHandler<?, ?>) handler;
    }

    @Override
    void begin(Request request) throws Exception {
        beginAll(List.of(request));
    }

    /** One that cannot be carried over to the handler's definition fails alone. */
    @Override
    void beginAll(List<Request> requests) throws Exception {
        List<Request> begun = new ArrayList<>(requests.size());
        List<BatchItem<Object>> items = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            try {
                Request handled = asHandled(request);
                begun.add(handled);
                items.add(new BatchItem<>(handled.payload(), handled));
            } catch (TransportException e) {
                request.fail(e);
            }
        }
        if (begun.isEmpty()) {
            return;
        }
        CompletionStage<List<BatchResult<Object>>> results = handler.handle(Collections.unmodifiableList(items));
        if (results == null) {
            end(begun, null);
        } else {
            results.whenComplete((list, thrown) -> endOrFail(begun, list, thrown));
        }
    }

    private void endOrFail(List<Request> begun, List<BatchResult<Object>> results, Throwable thrown) {
        if (thrown == null) {
            end(begun, results);
        } else {
            Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null
                    ? thrown.getCause() : thrown;
            begun.forEach(request -> failed(request, cause));
        }
    }

    private void end(List<Request> begun, List<BatchResult<Object>> results) {
        if (results == null || results.size() != begun.size()) {
            String found = results == null ? "none" : String.valueOf(results.size());
            begun.forEach(request -> request.fail(TransportException.of(ErrorCode.BATCH_FAILED,
                    "one result for each request was required from " + name() + ": requests=" + begun.size()
                            + ", results=" + found,
                    request.event().name())));
            return;
        }
        for (int i = 0; i < begun.size(); i++) {
            end(begun.get(i), results.get(i));
        }
    }

    private static void end(Request request, BatchResult<Object> result) {
        if (result == null) {
            request.reply(null);
        } else if (result.failure().isPresent()) {
            request.fail(result.failure().get());
        } else {
            request.reply(result.value().orElse(null));
        }
    }
}
