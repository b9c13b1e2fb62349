// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.StreamHandler;
import hawser.transport.TransportException;
import java.util.List;

/** The one producer of an event's streams. Thread-safe. */
final class StreamRoute implements EventCatalog.Entry {
    private final Event<?, ?> event;
    private final String name;
    private final StreamHandler<?, ?> handler;
    private volatile boolean left;

    StreamRoute(Event<?, ?> event, String name, StreamHandler<?, ?> handler) {
        this.event = event;
        this.name = name;
        this.handler = handler;
    }

    String name() {
        return name;
    }

    StreamHandler<?, ?> handler() {
        return handler;
    }

    /** Its handler has left: the streams it has not ended fail. */
    void leave(RunningStreams running) {
        left = true;
        running.select(stream -> stream.route() == this).forEach(this::failIfLeft);
    }

    /** For a stream that began while the handler left. */
    void failIfLeft(RunningStream<?> stream) {
        if (left) {
            stream.fail(TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                    "the handler " + name + " left before it ended the stream", event.name()));
        }
    }

    @Override
    public Event<?, ?> event() {
        return event;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public List<String> handlers() {
        return List.of(name);
    }
}
