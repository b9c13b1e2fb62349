// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.StreamContext;
import hawser.transport.StreamHandler;
import hawser.transport.Streams;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.util.List;

/** The one producer of an event's streams. Thread-safe. */
final class StreamRoute implements EventCatalog.Entry {
    /** Begins one stream. */
    @FunctionalInterface
    private interface Origin {
        void produce(Request start, StreamContext<Object> stream) throws Exception;
    }

    private final Event<?, ?> event;
    private final String name;
    private final boolean typed;
    private final Origin origin;
    private volatile boolean left;

    private StreamRoute(Event<?, ?> event, String name, boolean typed, Origin origin) {
        this.event = event;
        this.name = name;
        this.typed = typed;
        this.origin = origin;
    }

    /** A handler in Java: it has accepted the stream when it is called. */
    @SuppressWarnings("unchecked") // whoever registers a handler proves its types; admitted events have the same
    static <Q, R> StreamRoute of(Event<Q, R> event, String name, StreamHandler<Q, R> handler) {
        return new StreamRoute(event, name, true, (start, stream) -> {
            start.reply(Boolean.TRUE);
            handler.produce((Q) start.payload(), (StreamContext<R>) stream);
        });
    }

    /** A target that some other bundle knows how to reach: its streams go on when it has been told of them. */
    static StreamRoute of(Target target, Event<?, ?> event) {
        return new StreamRoute(event, target.name(), false, (start, stream) -> {
            stream.keepOpen();
            target.produce(start.event(), start.payload(), stream);
        });
    }

    String name() {
        return name;
    }

    /** Whether its event is that one; a target sees the types as its caller does. */
    boolean takes(Event<?, ?> sent) {
        return !typed || event.isSameAs(sent);
    }

    /** The types hold because the route's event is the same as the request's. */
    @SuppressWarnings("unchecked")
    <T> Streams.Producer<T> producerOf(Request start) {
        return stream -> origin.produce(start, (StreamContext<Object>) stream);
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
