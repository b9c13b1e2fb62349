// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.EventCatalog;
import hawser.transport.Registration;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every event that is handled now, and the whiteboard's handlers that wait for theirs to be free. Lookups take no lock.
 * Thread-safe.
 */
final class RouteTable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteTable.class);

    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Map<String, StreamRoute> streams = new ConcurrentHashMap<>();
    private final List<Destination> waiting = new ArrayList<>();
    private final Meters meters = new Meters();
    private final Deadlines open;
    private final RunningStreams running;

    /** The open requests and the running streams of a handler that leaves fail. */
    RouteTable(Deadlines open, RunningStreams running) {
        this.open = open;
        this.running = running;
    }

    Meters meters() {
        return meters;
    }

    /** The route of that name, or null. */
    Route find(String name) {
        return routes.get(name);
    }

    /** The stream route of that name, or null. */
    StreamRoute findStream(String name) {
        return streams.get(name);
    }

    /** Adds it as soon as its event is free: those that are refused now wait, in order of arrival. */
    synchronized Registration addOrWait(Destination destination) {
        try {
            add(destination);
        } catch (TransportException e) {
            LOG.error("{} waits, and does not handle {}: {}", destination.name(), destination.event(), e.getMessage());
            waiting.add(destination);
        }
        return () -> remove(destination);
    }

    /** Something left: whoever waits for its place takes it. */
    private void admitWaiting() {
        waiting.removeIf(this::takesOver);
    }

    private boolean takesOver(Destination destination) {
        try {
            add(destination);
        } catch (TransportException e) {
            LOG.debug("{} waits on for {}", destination.name(), destination.event(), e);
            return false;
        }
        LOG.info("{} handles {} from now on", destination.name(), destination.event());
        return true;
    }

    synchronized Registration add(Destination destination) {
        String name = destination.event().name();
        requireFree(streams.get(name), destination.name());
        Route known = routes.get(name);
        Route route = known != null ? known : new Route(destination.event(), meters.of(name));
        route.add(destination);
        routes.put(name, route);
        return () -> remove(destination);
    }

    private void remove(Destination destination) {
        synchronized (this) {
            waiting.remove(destination);
            String name = destination.event().name();
            Route route = routes.get(name);
            if (route != null) {
                route.remove(destination);
                if (route.destinations().isEmpty()) {
                    routes.remove(name);
                }
            }
            admitWaiting();
        }
        destination.leave(open);
    }

    synchronized Registration add(StreamRoute stream) {
        String name = stream.event().name();
        requireFree(routes.get(name), stream.name());
        requireFree(streams.get(name), stream.name());
        meters.of(name);
        streams.put(name, stream);
        return () -> remove(stream);
    }

    /** Adds it unless its event is taken, which is logged: streams do not wait for their place. */
    Registration addOrRefuse(StreamRoute stream) {
        try {
            return add(stream);
        } catch (TransportException e) {
            LOG.error("{} does not produce {}: {}", stream.name(), stream.event(), e.getMessage());
            return () -> { };
        }
    }

    private void remove(StreamRoute stream) {
        synchronized (this) {
            streams.remove(stream.event().name(), stream);
            admitWaiting();
        }
        stream.leave(running);
    }

    private static void requireFree(EventCatalog.Entry taken, String newcomer) {
        if (taken != null) {
            throw TransportException.of(ErrorCode.INVALID_EVENT,
                    "an event has one handler: " + taken.event() + " is handled by " + taken.handlers()
                            + " already, so it cannot be handled by " + newcomer,
                    taken.event().name());
        }
    }

    List<EventCatalog.Entry> entries() {
        List<EventCatalog.Entry> entries = new ArrayList<>(routes.values());
        entries.addAll(streams.values());
        entries.sort(Comparator.comparing(entry -> entry.event().name()));
        return entries;
    }

    Optional<EventCatalog.Entry> entry(String name) {
        EventCatalog.Entry route = routes.get(name);
        return Optional.ofNullable(route != null ? route : streams.get(name));
    }
}
