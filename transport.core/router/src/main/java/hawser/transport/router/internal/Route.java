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
    private volatile Event<?, ?> event;
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
        requireSameDefinition(destination);
        boolean notification = event.isNotification() || destination.event().isNotification();
        if (!notification && !destinations.isEmpty()) {
            throw TransportException.of(ErrorCode.INVALID_EVENT,
                    "a request event has one handler: " + event + " is handled by " + handlers()
                            + " already, so it cannot be handled by " + destination.name(),
                    event.name());
        }
        List<Destination> more = new ArrayList<>(destinations);
        more.add(destination);
        become(more);
    }

    /** Once for all its handlers, be it in several class spaces; those without types take it as it is. */
    private void requireSameDefinition(Destination destination) {
        Event<?, ?> added = destination.event();
        if (event.isUntyped() || added.isUntyped()) {
            return;
        }
        Definitions.difference(added.requestType(), event.requestType())
                .or(() -> Definitions.difference(added.responseType(), event.responseType()))
                .ifPresent(difference -> {
                    throw TransportException.of(ErrorCode.INVALID_EVENT,
                            "an event must be defined once: " + destination.name() + " defines " + Signature.of(added)
                                    + ", " + handlers() + " defines " + Signature.of(event) + "; " + difference,
                            event.name());
                });
    }

    /** Its definition is that of the first handler with types, if there is one. */
    private void become(List<Destination> chosen) {
        chosen.stream().map(Destination::event).filter(each -> !each.isUntyped()).findFirst()
                .or(() -> chosen.stream().map(Destination::event).findFirst())
                .ifPresent(definition -> event = definition);
        destinations = List.copyOf(chosen);
    }

    void remove(Destination destination) {
        List<Destination> fewer = new ArrayList<>(destinations);
        fewer.remove(destination);
        become(fewer);
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
