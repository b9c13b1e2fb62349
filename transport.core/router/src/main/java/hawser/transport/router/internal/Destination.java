// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One handler of one event, with the requests that it has not ended yet. Thread-safe. */
abstract class Destination {
    private static final Logger LOG = LoggerFactory.getLogger(Destination.class);

    private final Event<?, ?> event;
    private final String name;
    private final Set<Request> open = ConcurrentHashMap.newKeySet();

    Destination(Event<?, ?> event, String name) {
        this.event = event;
        this.name = name;
    }

    /** A handler in Java. */
    static Destination of(String name, Event<?, ?> event, RequestAcceptor acceptor) {
        return new JavaDestination(event, name, acceptor);
    }

    /** A target that some other bundle knows how to reach. */
    static Destination of(Target target, Event<?, ?> event) {
        return new Destination(event, target.name()) {
            @Override
            void begin(Request request) {
                target.accept(request);
            }
        };
    }

    Event<?, ?> event() {
        return event;
    }

    String name() {
        return name;
    }

    /** Hands the request over; whatever is thrown ends it. */
    final void accept(Request request) {
        try {
            begin(request);
        } catch (Exception e) {
            request.failWith(e);
        }
        if (!request.isDone()) {
            track(request);
        }
    }

    /** Tells a notification: it is done when it was accepted, so a handler that fails concerns only itself. */
    final void tell(Request notification) {
        try {
            begin(notification);
        } catch (Exception e) {
            LOG.warn("{} failed to handle the notification {}", name, event, e);
        }
    }

    abstract void begin(Request request) throws Exception;

    private void track(Request request) {
        open.add(request);
        request.whenEnded(() -> open.remove(request));
    }

    /** Its handler has left: what it has not ended, nobody will. */
    void leave() {
        open.forEach(request -> request.fail(TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                "the handler " + name + " left before it answered", event.name())));
    }
}
