// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One handler of one event. Thread-safe. */
abstract class Destination {
    private static final Logger LOG = LoggerFactory.getLogger(Destination.class);

    private final Event<?, ?> event;
    private final String name;
    private volatile boolean left;

    Destination(Event<?, ?> event, String name) {
        this.event = event;
        this.name = name;
    }

    /** A handler in Java. */
    static Destination of(String name, Event<?, ?> event, RequestAcceptor acceptor, HandlerOptions options) {
        return options.isBlocking() ? new BlockingDestination(event, name, acceptor, options)
                : new JavaDestination(event, name, acceptor, options);
    }

    /** A target that some other bundle knows how to reach. */
    static Destination of(Target target, Event<?, ?> event) {
        return new TargetDestination(target, event);
    }

    Event<?, ?> event() {
        return event;
    }

    String name() {
        return name;
    }

    /**
     * Hands the request over; whatever is thrown ends it, errors too: the thread here is that of somebody else. Where
     * it went matters to those who watch it.
     */
    final void accept(Request request) {
        if (request.isShared()) {
            request.goTo(this);
        }
        try {
            begin(request);
        } catch (Throwable e) {
            failed(request, e);
        }
        if (request.destination() == null && !request.isDone()) {
            request.goTo(this);
        }
    }

    /** Whether requests of one envelope may be under way together. */
    boolean takesTogether() {
        return false;
    }

    /** Hands an envelope over; whatever is thrown ends those that have not ended. */
    final void acceptAll(List<Request> requests) {
        requests.forEach(request -> request.goTo(this));
        try {
            beginAll(requests);
        } catch (Throwable e) {
            requests.forEach(request -> failed(request, e));
        }
    }

    void beginAll(List<Request> requests) throws Exception {
        requests.forEach(this::accept);
    }

    /** Tells a notification: it is done when it was accepted, so a handler that fails concerns only itself. */
    final void tell(Request notification) {
        try {
            begin(notification.event().isNotification() ? notification : notification.as(this));
        } catch (Throwable e) {
            failed(notification, e);
        }
    }

    /** Ends a request; a notification was accepted, and that its handler failed is only said. */
    final void failed(Request request, Throwable thrown) {
        if (event.isNotification()) {
            LOG.warn("{} failed to handle the notification {}", name, event, thrown);
        } else {
            failIfLeft(request);
            request.failWith(thrown);
        }
    }

    abstract void begin(Request request) throws Exception;

    /** A handler in Java needs no help: it runs on its own thread or has answered. */
    void help(Request request) {
        // Nothing to do.
    }

    /** Its handler has left: what it has not ended, nobody will. */
    void leave(Deadlines open) {
        left = true;
        open.select(request -> request.destination() == this).forEach(this::failIfLeft);
        stop();
    }

    /** A handler in Java has nothing to stop, unless it has threads. */
    void stop() {
        // Nothing to do.
    }

    /** For a request that came to be watched while the handler left. */
    void failIfLeft(Request request) {
        if (left) {
            request.fail(TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                    "the handler " + name + " left before it answered", event.name()));
        }
    }
}
