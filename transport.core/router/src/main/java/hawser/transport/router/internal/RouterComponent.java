// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Absence;
import hawser.transport.Batching;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.EventHandler;
import hawser.transport.EventStatistics;
import hawser.transport.HandlerOptions;
import hawser.transport.Interceptor;
import hawser.transport.LegacyChannel;
import hawser.transport.PluginKeyManager;
import hawser.transport.Streams;
import hawser.transport.Target;
import hawser.transport.Transport;
import hawser.transport.Transports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The router as services; gathers handlers and targets from the whiteboard. */
@Component(service = EventCatalog.class, immediate = true)
public final class RouterComponent implements EventCatalog {
    private static final String OWN_BUNDLES = "(&(hawser.own.bundles=true)(service.bundleid=0))";

    private final Router router = new Router();
    private final TransportFactory transports;
    private final ServiceRegistration<Transport> registration;
    private final ServiceRegistration<Transports> binding;
    private final Whiteboard whiteboard;
    private final ServiceRegistration<LegacyChannel> channels;
    private final BundleContext context;
    private final BundleListener unresolved = this::forgetClasses;
    private final Map<ServiceReference<Interceptor>, Interceptor> interceptors = new ConcurrentHashMap<>();

    /** Only the launcher, in bundle 0, may say which bundles are Hawser's own. */
    @Activate
    public RouterComponent(BundleContext context, @Reference(target = OWN_BUNDLES) LongPredicate own) {
        transports = new TransportFactory(router, own);
        whiteboard = new Whiteboard(transports);
        registration = context.registerService(Transport.class, transports, null);
        binding = context.registerService(Transports.class, new TransportsFactory(router, transports::isOwn), null);
        channels = context.registerService(
                LegacyChannel.class, new ChannelFactory(registration.getReference()), null);
        this.context = context;
        context.addBundleListener(unresolved);
    }

    /** A bundle's classes are unloaded when nobody holds them any more. */
    private void forgetClasses(BundleEvent event) {
        if (event.getType() == BundleEvent.UNRESOLVED) {
            router.forgetClasses();
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(unresolved);
        channels.unregister();
        binding.unregister();
        registration.unregister();
        router.close();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setKeys(PluginKeyManager keys) {
        transports.useKeys(keys);
    }

    void unsetKeys(PluginKeyManager keys) {
        router.dropKeys(keys);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setStreams(Streams streams) {
        router.useStreams(streams);
    }

    void unsetStreams(Streams streams) {
        router.dropStreams(streams);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setBatching(Batching batching) {
        router.useBatching(batching);
    }

    void unsetBatching(Batching batching) {
        router.dropBatching(batching);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addHandler(EventHandler<?, ?> handler, ServiceReference<EventHandler<?, ?>> reference) {
        HandlerOptions options = optionsOf(reference);
        String name = "bundle " + reference.getProperty(Constants.SERVICE_BUNDLEID);
        whiteboard.add(reference, owner -> List.of(place(handler, name, options, owner)));
    }

    private static HandlerOptions optionsOf(ServiceReference<?> handler) {
        HandlerOptions options = handler.getProperty(EventHandler.BLOCKING) instanceof Integer threads
                ? HandlerOptions.defaults().withBlocking(threads) : HandlerOptions.defaults();
        return Boolean.TRUE.equals(handler.getProperty(EventHandler.CONCURRENT))
                ? options.withConcurrentBatches() : options;
    }

    private <Q, R> Whiteboard.Place place(EventHandler<Q, R> handler, String name, HandlerOptions options,
            Principal owner) {
        Event<Q, R> event = handler.event();
        return new Whiteboard.Place(event.name(), true, () -> router.table().addOrWait(Destination.of(name, event,
                JavaDestination.answerLater(HandlerGuard.later(owner, event.name(), handler)), options)));
    }

    void removeHandler(ServiceReference<EventHandler<?, ?>> reference) {
        whiteboard.remove(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addTarget(Target target, ServiceReference<Target> reference) {
        List<Whiteboard.Place> places = new ArrayList<>();
        for (Event<?, ?> event : target.events()) {
            places.add(new Whiteboard.Place(event.name(), false,
                    () -> router.table().addOrWait(Destination.of(target, event))));
        }
        for (Event<?, ?> event : target.streams()) {
            places.add(new Whiteboard.Place(event.name(), false,
                    () -> router.table().addOrRefuse(StreamRoute.of(target, event))));
        }
        whiteboard.add(reference, owner -> places);
    }

    void removeTarget(ServiceReference<Target> reference) {
        whiteboard.remove(reference);
    }

    /** Whoever sees every request must be permitted to handle every event. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addInterceptor(Interceptor interceptor, ServiceReference<Interceptor> reference) {
        whiteboard.add(reference, owner -> List.of(new Whiteboard.Place("*", false, () -> {
            interceptors.put(reference, interceptor);
            chain();
            return () -> {
                interceptors.remove(reference);
                chain();
            };
        })));
    }

    void removeInterceptor(ServiceReference<Interceptor> reference) {
        whiteboard.remove(reference);
    }

    void updatedInterceptor(Interceptor interceptor, ServiceReference<Interceptor> reference) {
        chain();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addAbsence(Absence absence) {
        router.absences().add(absence);
    }

    void removeAbsence(Absence absence) {
        router.absences().remove(absence);
    }

    /** Rankings may have changed: they are read anew. */
    private synchronized void chain() {
        router.interceptors().use(interceptors.keySet().stream().sorted(Comparator.reverseOrder())
                .map(interceptors::get).filter(Objects::nonNull).toArray(Interceptor[]::new));
    }

    @Override
    public List<EventStatistics> statistics() {
        return router.table().meters().all();
    }

    @Override
    public List<Entry> entries() {
        return router.table().entries();
    }

    @Override
    public Optional<Entry> find(String name) {
        return router.table().entry(name);
    }
}
