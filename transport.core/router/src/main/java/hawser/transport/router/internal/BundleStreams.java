// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.StreamController;
import hawser.transport.StreamListener;
import hawser.transport.TransportException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** The streams that one transport asks for, and those that it produces. Thread-safe. */
final class BundleStreams {
    private final Router router;
    private final BundleTransport transport;
    private final Set<StreamRoute> produced = ConcurrentHashMap.newKeySet();

    BundleStreams(Router router, BundleTransport transport) {
        this.router = router;
        this.transport = transport;
    }

    /** One that could not be opened fails when it has a consumer. */
    <Q, R> Flow.Publisher<R> publish(Event<Q, R> event, Q payload, SendOptions options) {
        try {
            return open(event, payload, options);
        } catch (TransportException e) {
            return new FailedStream<>(e);
        }
    }

    <Q, R> StreamController listen(Event<Q, R> event, Q payload, SendOptions options,
            StreamListener<? super R> listener) {
        RunningStream<R> stream;
        try {
            stream = open(event, payload, options);
        } catch (TransportException e) {
            return new FailedStream<R>(e).listen(listener);
        }
        return stream.listen(listener);
    }

    private <Q, R> RunningStream<R> open(Event<Q, R> event, Q payload, SendOptions options) {
        try {
            transport.requireOpen(event);
            router.admit(transport.caller(), event.name());
            return router.stream(transport, event, payload, options);
        } catch (TransportException e) {
            EventMeter meter = router.meter(null, event);
            meter.ended(e.code(), meter.begin());
            throw e;
        }
    }

    /** Whether there is such a stream of this transport's. */
    boolean cancel(long id) {
        List<RunningStream<?>> own =
                router.running().select(stream -> stream.id() == id && stream.sender() == transport);
        own.forEach(stream -> stream.cancelFor(transport.caller().name()));
        return !own.isEmpty();
    }

    /** From now on it produces those of that route, until the registration closes. */
    Registration add(StreamRoute route) {
        Registration registration = router.table().add(route);
        produced.add(route);
        return () -> {
            produced.remove(route);
            registration.close();
        };
    }

    /** Ends those under way, of either kind. */
    void failAll(Function<Event<?, ?>, TransportException> reason) {
        router.running().select(stream -> stream.sender() == transport || produced.contains(stream.route()))
                .forEach(stream -> stream.fail(reason.apply(stream.route().event())));
    }

    /** A stream's publisher may be kept for long: who subscribes must still be allowed to. */
    void failIfRefused(RunningStream<?> stream) {
        try {
            router.admit(transport.caller(), stream.route().event().name());
        } catch (TransportException e) {
            stream.fail(e);
        }
    }
}
