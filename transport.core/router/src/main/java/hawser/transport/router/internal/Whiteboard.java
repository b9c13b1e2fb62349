// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Registration;
import hawser.transport.TransportException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers, targets and interceptors that are services. Each has its places for as long as its bundle may handle
 * their events: one that may not takes nobody's place, and comes in when it may. Thread-safe.
 */
final class Whiteboard {
    private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);

    /**
     * A place that a service may take.
     *
     * @param event what its bundle must be permitted to handle; {@code *} for every event
     * @param guarded whether each request is checked there, so that a revoked key need not empty it
     * @param taking takes it
     */
    record Place(String event, boolean guarded, Supplier<Registration> taking) {
    }

    private final TransportFactory members;
    private final Map<ServiceReference<?>, Service> services = new ConcurrentHashMap<>();

    Whiteboard(TransportFactory members) {
        this.members = members;
    }

    /** A place of one service, taken or not. */
    private static final class Seat {
        private final Principal owner;
        private final Place place;
        private final Registration onChange;
        private final Registration onRevoked;
        private Registration taken;
        private boolean left;

        Seat(Principal owner, Place place) {
            this.owner = owner;
            this.place = place;
            onChange = owner.whenChanged(this::update);
            onRevoked = place.guarded() ? () -> { } : owner.whenRevoked(this::update);
        }

        /** What it gives up is closed without the lock: that ends requests, whose callers then run. */
        private void update() {
            Registration given = null;
            synchronized (this) {
                boolean may = !left && owner.caller().mayHandle(place.event());
                if (may && taken == null) {
                    taken = place.taking().get();
                } else if (!may && taken != null) {
                    given = taken;
                    taken = null;
                }
            }
            if (given != null) {
                given.close();
            }
        }

        void leave() {
            onChange.close();
            onRevoked.close();
            synchronized (this) {
                left = true;
            }
            update();
        }
    }

    /** A service's bundle, which its reference forgets, and its seats. */
    private record Service(Bundle bundle, List<Seat> seats) {
    }

    /** Gives a service its places; those that its bundle is refused now are counted, and wait. */
    void add(ServiceReference<?> reference, Function<Principal, List<Place>> places) {
        Bundle bundle = reference.getBundle();
        if (bundle == null) {
            return;
        }
        Principal owner = members.enter(bundle);
        List<Seat> seats = places.apply(owner).stream().map(place -> new Seat(owner, place)).toList();
        services.put(reference, new Service(bundle, seats));
        for (Seat seat : seats) {
            try {
                owner.caller().requireHandle(seat.place.event());
            } catch (TransportException e) {
                LOG.debug("A service of {} waits", owner.caller().name(), e);
            }
            seat.update();
        }
    }

    void remove(ServiceReference<?> reference) {
        Service service = services.remove(reference);
        if (service != null) {
            service.seats().forEach(Seat::leave);
            members.leave(service.bundle());
        }
    }
}
