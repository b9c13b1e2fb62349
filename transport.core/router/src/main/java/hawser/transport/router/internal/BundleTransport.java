// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.AsyncRequestHandler;
import hawser.transport.BatchHandler;
import hawser.transport.BatchOptions;
import hawser.transport.Batching;
import hawser.transport.BoundTransport;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.HandlerOptions;
import hawser.transport.PluginIdentity;
import hawser.transport.Registration;
import hawser.transport.RequestHandler;
import hawser.transport.SendOptions;
import hawser.transport.StreamController;
import hawser.transport.StreamHandler;
import hawser.transport.StreamListener;
import hawser.transport.TransportException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/** The transport of one caller: what it sent and what it handles ends with it. Thread-safe. */
final class BundleTransport implements BoundTransport {
    private final Router router;
    private final BatchLane batches;
    private final Ways ways = new Ways();
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();
    private final BundleStreams streams;
    private final Principal principal;
    private final Registration revocation;
    private volatile boolean closed;

    BundleTransport(Router router, Caller caller) {
        this(router, new Principal(null, caller));
    }

    BundleTransport(Router router, Principal principal) {
        this.router = router;
        this.principal = principal;
        this.streams = new BundleStreams(router, this);
        this.batches = new BatchLane(router, principal.caller().name());
        this.revocation = principal.whenRevoked(this::refuseOpen);
    }

    Router router() {
        return router;
    }

    BundleStreams streams() {
        return streams;
    }

    Caller caller() {
        return principal.caller();
    }

    @Override
    public void rebind(byte[] secret) {
        PluginIdentity owner = caller().identity().orElseThrow(
                () -> new IllegalStateException("only a plugin's transport has a key: this is that of "
                        + caller().name()));
        principal.take(router.verify(owner, secret), secret);
    }

    /** Its key was revoked: what it has under way is refused at once, and so are the streams it produces. */
    private void refuseOpen() {
        router.deadlines().select(request -> request.sender() == this)
                .forEach(request -> request.giveUp(revoked(request.event())));
        streams.failAll(this::revoked);
    }

    private TransportException revoked(Event<?, ?> event) {
        return TransportException.of(ErrorCode.INVALID_PLUGIN_KEY,
                "a valid key is required and that of plugin " + caller().name() + " was revoked", event.name(),
                caller().name(), null);
    }

    @Override
    public <Q, R> CompletionStage<R> send(Event<Q, R> event, Q payload) {
        return send(event, payload, SendOptions.defaults());
    }

    @Override
    @SuppressWarnings("unchecked") // the event's own types: whoever answers is held to them
    public <Q, R> CompletionStage<R> send(Event<Q, R> event, Q payload, SendOptions options) {
        Caller caller = caller();
        Route known = ways.find(event, caller);
        Route route = known != null ? known : router.table().find(event.name());
        Request request = Request.begun(event, payload, this, caller, options, router.meter(route, event));
        try {
            requireOpen(event);
            router.requireKeys(event.name());
            if (known == null) {
                admit(event, route, caller);
            }
            if (router.interceptors().let(request)) {
                begin(request, route);
            }
        } catch (TransportException e) {
            request.fail(e);
        }
        return (CompletionStage<R>) request;
    }

    /** Grants are read first: if they change meanwhile, the way is not found again. */
    private void admit(Event<?, ?> event, Route route, Caller caller) {
        Object grants = caller.grants();
        router.admit(caller, event.name());
        if (route != null) {
            ways.keep(event, route, caller, grants);
        }
    }

    private void begin(Request request, Route route) {
        if (request.event().batch().isEnabled() && !request.options().isImmediate()) {
            gather(request, route);
        } else {
            beginNow(request, route);
        }
    }

    private void beginNow(Request request, Route route) {
        router.dispatch(request, route);
        if (!request.isDone()) {
            watch(request);
        }
    }

    /** While it only waits for its window it needs no watch; if it is held up longer, its lane says so. */
    private void gather(Request request, Route route) {
        Batching batching = router.batching();
        if (batching == null) {
            router.saySingly(request.event());
            beginNow(request, route);
            return;
        }
        request.share();
        request.dueMs();
        if (endsWhileItWaits(request.options(), request.event().batch())) {
            watch(request);
        }
        batches.add(batching, request);
        if (isClosed()) {
            giveUpIfClosed(request);
            batches.close();
        }
    }

    /** A natural window has no end; and what shares another's execution is never begun. */
    private static boolean endsWhileItWaits(SendOptions options, BatchOptions batch) {
        return options.cancellation().isPresent() || batch.isNatural() || batch.merge() == BatchOptions.Merge.DEDUPE
                || options.timeout().compareTo(batch.window()) <= 0;
    }

    /** From now on it times out and is cancelled; asking again does nothing. */
    void watch(Request request) {
        if (request.beginWatch()) {
            router.watch(request);
        }
        failIfLost(request);
    }

    /** For a request that came to be watched while its handler left or this closed. */
    void failIfLost(Request request) {
        router.failIfLeft(request);
        giveUpIfClosed(request);
    }

    /** For a request that came to be watched while this closed. */
    void giveUpIfClosed(Request request) {
        if (isClosed()) {
            request.giveUp(destroyed(request.event()));
        }
    }

    @Override
    public <Q, R> Flow.Publisher<R> stream(Event<Q, R> event, Q payload) {
        return stream(event, payload, SendOptions.defaults());
    }

    @Override
    public <Q, R> Flow.Publisher<R> stream(Event<Q, R> event, Q payload, SendOptions options) {
        return streams.publish(event, payload, options);
    }

    @Override
    public <Q, R> StreamController stream(Event<Q, R> event, Q payload, StreamListener<? super R> listener) {
        return stream(event, payload, SendOptions.defaults(), listener);
    }

    @Override
    public <Q, R> StreamController stream(Event<Q, R> event, Q payload, SendOptions options,
            StreamListener<? super R> listener) {
        Objects.requireNonNull(listener, "listener");
        return streams.listen(event, payload, options, listener);
    }

    @Override
    public boolean cancelStream(long id) {
        return streams.cancel(id);
    }

    @Override
    public <Q, R> Registration on(Event<Q, R> event, RequestHandler<Q, R> handler) {
        return on(event, handler, HandlerOptions.defaults());
    }

    @Override
    public <Q, R> Registration on(Event<Q, R> event, RequestHandler<Q, R> handler, HandlerOptions options) {
        Objects.requireNonNull(handler, "handler");
        return register(event, JavaDestination.answerNow(HandlerGuard.now(principal, event.name(), handler)), options);
    }

    @Override
    public <Q, R> Registration onAsync(Event<Q, R> event, AsyncRequestHandler<Q, R> handler) {
        return onAsync(event, handler, HandlerOptions.defaults());
    }

    @Override
    public <Q, R> Registration onAsync(Event<Q, R> event, AsyncRequestHandler<Q, R> handler, HandlerOptions options) {
        Objects.requireNonNull(handler, "handler");
        return register(event, JavaDestination.answerLater(HandlerGuard.later(principal, event.name(), handler)),
                options);
    }

    private Registration register(Event<?, ?> event, RequestAcceptor acceptor, HandlerOptions options) {
        admitHandler(event);
        return keep(router.table().add(Destination.of(caller().name(), event, acceptor, options)));
    }

    @Override
    public <Q, R> Registration onBatch(Event<Q, R> event, BatchHandler<Q, R> handler) {
        Objects.requireNonNull(handler, "handler");
        admitHandler(event);
        return keep(router.table().add(new BatchDestination(event, caller().name(),
                HandlerGuard.batch(principal, event.name(), handler))));
    }

    @Override
    public <Q, R> Registration onStream(Event<Q, R> event, StreamHandler<Q, R> handler) {
        Objects.requireNonNull(handler, "handler");
        admitHandler(event);
        return keep(streams.add(
                StreamRoute.of(event, caller().name(), HandlerGuard.stream(principal, event.name(), handler))));
    }

    private void admitHandler(Event<?, ?> event) {
        requireOpen(event);
        router.admitHandler(caller(), event.name());
    }

    private Registration keep(Registration registration) {
        registrations.add(registration);
        if (isClosed()) {
            registration.close();
        }
        return () -> {
            registrations.remove(registration);
            registration.close();
        };
    }

    void requireOpen(Event<?, ?> event) {
        if (isClosed()) {
            throw destroyed(event);
        }
    }

    private boolean isClosed() {
        return closed || router.isClosed();
    }

    /** For a stream that began while this closed. */
    void failIfClosed(RunningStream<?> stream) {
        if (isClosed()) {
            stream.fail(destroyed(stream.route().event()));
        }
    }

    private TransportException destroyed(Event<?, ?> event) {
        return TransportException.of(ErrorCode.TRANSPORT_DESTROYED,
                "an open transport is required and that of " + caller().name() + " was closed", event.name());
    }

    /** Lets go of the classes of bundles that left. */
    void forgetClasses() {
        ways.forget();
    }

    @Override
    public CompletionStage<Void> flush() {
        return batches.flush().minimalCompletionStage();
    }

    @Override
    public void close() {
        closed = true;
        revocation.close();
        batches.close();
        registrations.forEach(Registration::close);
        registrations.clear();
        router.deadlines().select(request -> request.sender() == this).forEach(this::giveUpIfClosed);
        router.running().select(stream -> stream.sender() == this).forEach(this::failIfClosed);
        router.forget(this);
    }
}
