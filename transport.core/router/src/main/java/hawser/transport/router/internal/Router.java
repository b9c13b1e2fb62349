// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Absence;
import hawser.transport.Batching;
import hawser.transport.BoundTransport;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.SendOptions;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks requests and brings them to where they are handled. What it needs from other bundles may come and go; null
 * stands for what is not there. Thread-safe.
 */
final class Router implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private final Deadlines deadlines;
    private final RunningStreams running = new RunningStreams();
    private final RouteTable table;
    private final Set<BundleTransport> transports = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean saidSingly = new AtomicBoolean();
    private final Set<Absence> absences = ConcurrentHashMap.newKeySet();
    private final Hops hops = new Hops(new JsonCodec());
    private final Interceptors interceptors = new Interceptors();
    private volatile boolean closed;
    private volatile PluginKeyManager keys;
    private volatile Streams streams;
    private volatile Batching batching;

    Router() {
        this(System::nanoTime);
    }

    /** The clock gives nanoseconds that only ever grow: all deadlines and windows are its own. */
    Router(LongSupplier clock) {
        deadlines = new Deadlines(clock);
        table = new RouteTable(deadlines, running);
    }

    BundleTransport open(Caller caller) {
        return open(new Principal(null, caller));
    }

    /** A transport that closes with the router, if nobody closes it before. */
    BundleTransport open(Principal principal) {
        BundleTransport transport = new BundleTransport(this, principal);
        transports.add(transport);
        if (closed) {
            transport.close();
        }
        return transport;
    }

    void forget(BundleTransport transport) {
        transports.remove(transport);
    }

    boolean isClosed() {
        return closed;
    }

    RouteTable table() {
        return table;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    RunningStreams running() {
        return running;
    }

    synchronized void useKeys(PluginKeyManager service) {
        keys = service;
    }

    synchronized void dropKeys(PluginKeyManager service) {
        keys = keys == service ? null : keys;
    }

    synchronized void useStreams(Streams service) {
        streams = service;
    }

    synchronized void dropStreams(Streams service) {
        streams = streams == service ? null : streams;
    }

    synchronized void useBatching(Batching service) {
        batching = service;
        saidSingly.set(false);
    }

    synchronized void dropBatching(Batching service) {
        batching = batching == service ? null : batching;
    }

    PluginKeyManager keys() {
        return keys;
    }

    Batching batching() {
        return batching;
    }

    /** Said once for each time that there is no batch service. */
    void saySingly(Event<?, ?> event) {
        if (!saidSingly.getAndSet(true)) {
            LOG.warn("Requests of {} go singly: batches need the batch service and there is none: start the bundle "
                    + "hawser.transport.batch", event);
        }
    }

    /** Who may not send, does not: without a key manager nobody may. */
    void admit(Caller caller, String event) {
        requireKeys(event);
        caller.requireSend(event);
    }

    /** Whether it may send; asking counts nothing. */
    boolean admits(Caller caller, String event) {
        return keys != null && caller.maySend(event);
    }

    /** Who may not handle an event, does not. */
    void admitHandler(Caller caller, String event) {
        requireKeys(event);
        caller.requireHandle(event);
    }

    /** Without a key manager nobody may do anything. */
    PluginKeyManager requireKeys(String event) {
        PluginKeyManager manager = keys;
        if (manager == null) {
            throw TransportException.of(ErrorCode.INVALID_PLUGIN_KEY,
                    "requests are judged by the key manager and there is none: start the bundle hawser.transport.keys",
                    event);
        }
        return manager;
    }

    /** A transport for the owner of the key; whoever holds that key rebinds it. */
    BoundTransport bind(PluginIdentity owner, byte[] secret) {
        PluginKeyManager manager = requireKeys(null);
        return open(new Principal(manager, Caller.of(manager, verify(owner, secret))));
    }

    /** The valid key of that secret, if it is the owner's; any other is refused and counted. */
    PluginKey verify(PluginIdentity owner, byte[] secret) {
        PluginKeyManager manager = requireKeys(null);
        return manager.resolveKey(secret).filter(key -> key.owner().equals(owner)).orElseThrow(() -> {
            manager.refuse(owner, ErrorCode.INVALID_PLUGIN_KEY, "binding a transport");
            return TransportException.of(ErrorCode.INVALID_PLUGIN_KEY, "a transport is bound with its plugin's valid "
                    + "key: the key given for plugin " + owner.name() + " is missing, wrong, revoked or another's",
                    null, owner.name(), null);
        });
    }

    /** From now on the request can be cancelled and times out, and ends with its sender and its handler. */
    void watch(Request request) {
        bindCancellation(request);
        deadlines.watch(request);
    }

    /** The same for those of one envelope, together; who gets this says when all have ended. */
    EnvelopeWatch watch(List<Request> requests) {
        requests.forEach(Router::bindCancellation);
        return EnvelopeWatch.begin(deadlines, requests);
    }

    /** A cancellation that is kept for many requests holds only those that have not ended. */
    private static void bindCancellation(Request request) {
        request.options().cancellation().map(cancellation -> cancellation.onCancel(request::cancel))
                .ifPresent(cancelling -> request.whenEnded(cancelling::close));
    }

    /** For a request that was begun while its handler left. */
    void failIfLeft(Request request) {
        Destination destination = request.destination();
        if (destination != null) {
            destination.failIfLeft(request);
        }
    }

    /** What counts the requests that go there. */
    EventMeter meter(Route route, Event<?, ?> event) {
        return route == null ? table.meters().ofUnhandled(event.name()) : route.meter();
    }

    /** Whoever wants to see each request. */
    Interceptors interceptors() {
        return interceptors;
    }

    /** Hands the request to its handler, on this thread, unless it has ended. */
    void dispatch(Request request) {
        if (!request.isDone()) {
            dispatch(request, table.find(request.event().name()));
        }
    }

    /** Hands the request to the handler that its route leads to; null if none does. */
    void dispatch(Request request, Route route) {
        List<Destination> destinations = route == null ? List.of() : route.destinations();
        if (request.event().isNotification() || route != null && route.event().isNotification()) {
            tellAll(request, destinations);
        } else if (destinations.isEmpty()) {
            request.fail(unknown(request.event()));
        } else {
            destinations.get(0).accept(request);
        }
    }

    /** A notification is done when it was accepted, also with no listener. */
    private static void tellAll(Request request, List<Destination> destinations) {
        destinations.forEach(destination -> destination.tell(request));
        request.reply(null);
    }

    /** Whoever may know why nobody handles an event. */
    Set<Absence> absences() {
        return absences;
    }

    private TransportException unknown(Event<?, ?> event) {
        return absences.stream().flatMap(absence -> absence.reason(event.name()).stream()).findFirst()
                .orElseGet(() -> TransportException.of(ErrorCode.UNKNOWN_EVENT,
                        "a handler is required for " + event + " and there is none; event:list shows what is handled",
                        event.name()));
    }

    /** What carries payloads between definitions that cannot share objects. */
    Hops hops() {
        return hops;
    }

    /** Lets go of the classes of bundles that left. */
    void forgetClasses() {
        hops.forget();
        transports.forEach(BundleTransport::forgetClasses);
    }

    /** It waited for its envelope, in which its sender may have lost its key: then it fails here. */
    boolean stillAdmits(Request request) {
        try {
            admit(request.sender().caller(), request.event().name());
            return true;
        } catch (TransportException e) {
            request.fail(e);
            return false;
        }
    }

    /** Opens a stream that runs once it has a consumer. */
    <Q, R> RunningStream<R> stream(BundleTransport sender, Event<Q, R> event, Q payload, SendOptions options) {
        StreamRoute route = table.findStream(event.name());
        Streams service = streams;
        if (service == null) {
            throw TransportException.of(ErrorCode.TARGET_NOT_FOUND,
                    "streams need the stream service and there is none: start the bundle hawser.transport.stream",
                    event.name());
        }
        if (route == null) {
            throw unknown(event);
        }
        if (!route.takes(event)) {
            throw TransportException.of(ErrorCode.INVALID_EVENT,
                    "the event must be defined as its handler defines it: asked as " + Signature.of(event)
                            + ", produced by " + route.name() + " as " + Signature.of(route.event()),
                    event.name());
        }
        Request request = Request.of(event, payload, sender, options, table.meters().of(event.name()));
        Streams.Start start = new Streams.Start(request, options.timeout(), sender.caller().name(), route.name(),
                () -> request.reply(Boolean.TRUE));
        return new RunningStream<>(route, request, service.open(event, start, route.producerOf(request)));
    }

    @Override
    public void close() {
        closed = true;
        transports.forEach(BundleTransport::close);
        deadlines.select(request -> true).forEach(request -> request.sender().giveUpIfClosed(request));
        running.select(stream -> true).forEach(stream -> stream.sender().failIfClosed(stream));
        deadlines.close();
    }
}
