// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the requests of one event go: to its one handler, or, for a notification, to all of them in turn. Changed by
 * the table under its lock; read by any thread.
 */
final class Route implements EventCatalog.Entry {
    private final Event<?, ?> event;
    private final EventMeter meter;
    private volatile List<Destination> destinations = List.of();

    /** The meter counts its requests. */
    Route(Event<?, ?> event, EventMeter meter) {
        this.event = event;
        this.meter = meter;
    }

    EventMeter meter() {
        return meter;
    }

    void add(Destination destination) {
        if (!destination.event().isSameAs(event)) {
            throw TransportException.of(ErrorCode.INVALID_EVENT,
                    "an event must be defined once: " + destination.name() + " defines "
                            + Signature.of(destination.event()) + ", " + handlers() + " defines " + Signature.of(event),
                    event.name());
        }
        if (!event.isNotification() && !destinations.isEmpty()) {
            throw TransportException.of(ErrorCode.INVALID_EVENT,
                    "a request event has one handler: " + event + " is handled by " + handlers()
                            + " already, so it cannot be handled by " + destination.name(),
                    event.name());
        }
        List<Destination> more = new ArrayList<>(destinations);
        more.add(destination);
        destinations = List.copyOf(more);
    }

    void remove(Destination destination) {
        List<Destination> fewer = new ArrayList<>(destinations);
        fewer.remove(destination);
        destinations = List.copyOf(fewer);
    }

    /** The handlers of this moment; immutable. */
    List<Destination> destinations() {
        return destinations;
    }

    @Override
    public Event<?, ?> event() {
        return event;
    }

    @Override
    public boolean isStream() {
        return false;
    }

    @Override
    public List<String> handlers() {
        return destinations.stream().map(Destination::name).toList();
    }
}
