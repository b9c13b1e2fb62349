// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;
import hawser.transport.StreamHandler;
import hawser.transport.Streams;

/** Binds a stream handler to one request. */
final class StreamProducer {
    private StreamProducer() {
    }

    /** The types hold because the route's event is the same as the request's. */
    @SuppressWarnings("unchecked")
    static <Q, R> Streams.Producer<R> of(StreamRoute route, Event<Q, R> event, Q payload) {
        StreamHandler<Q, R> handler = (StreamHandler<Q, R>) route.handler();
        return stream -> handler.produce(payload, stream);
    }
}
