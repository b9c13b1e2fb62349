// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Batching;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.EventHandler;
import hawser.transport.EventStatistics;
import hawser.transport.HandlerOptions;
import hawser.transport.Interceptor;
import hawser.transport.PluginKeyManager;
import hawser.transport.Registration;
import hawser.transport.Streams;
import hawser.transport.Target;
import hawser.transport.Transport;
import hawser.transport.TransportException;
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
@Component(service = {EventCatalog.class, Transports.class}, immediate = true)
public final class RouterComponent implements EventCatalog, Transports {
    private static final String OWN_BUNDLES = "(&(hawser.own.bundles=true)(service.bundleid=0))";

    private final Router router = new Router();
    private final TransportFactory transports;
    private final ServiceRegistration<Transport> registration;
    private final Map<Object, List<Registration>> whiteboard = new ConcurrentHashMap<>();
    private final Map<ServiceReference<Interceptor>, Interceptor> interceptors = new ConcurrentHashMap<>();

    /** Only the launcher, in bundle 0, may say which bundles are Hawser's own. */
    @Activate
    public RouterComponent(BundleContext context, @Reference(target = OWN_BUNDLES) LongPredicate own) {
        transports = new TransportFactory(router, own);
        registration = context.registerService(Transport.class, transports, null);
    }

    @Deactivate
    void deactivate() {
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
    void addHandler(EventHandler<?, ?> handler, Map<String, Object> properties) {
        String name = "bundle " + properties.get("service.bundleid");
        HandlerOptions options = optionsOf(properties);
        whiteboard.put(handler, List.of(router.table().addOrWait(
                Destination.of(name, handler.event(), JavaDestination.answerLater(handler), options))));
    }

    private static HandlerOptions optionsOf(Map<String, Object> properties) {
        HandlerOptions options = properties.get(EventHandler.BLOCKING) instanceof Integer threads
                ? HandlerOptions.defaults().withBlocking(threads) : HandlerOptions.defaults();
        return Boolean.TRUE.equals(properties.get(EventHandler.CONCURRENT)) ? options.withConcurrentBatches() : options;
    }

    void removeHandler(EventHandler<?, ?> handler) {
        leave(handler);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addTarget(Target target) {
        List<Registration> registrations = new ArrayList<>();
        for (Event<?, ?> event : target.events()) {
            registrations.add(router.table().addOrWait(Destination.of(target, event)));
        }
        for (Event<?, ?> event : target.streams()) {
            registrations.add(router.table().addOrRefuse(StreamRoute.of(target, event)));
        }
        whiteboard.put(target, registrations);
    }

    void removeTarget(Target target) {
        leave(target);
    }

    private void leave(Object service) {
        List<Registration> registrations = whiteboard.remove(service);
        if (registrations != null) {
            registrations.forEach(Registration::close);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addInterceptor(Interceptor interceptor, ServiceReference<Interceptor> reference) {
        interceptors.put(reference, interceptor);
        chain();
    }

    void removeInterceptor(ServiceReference<Interceptor> reference) {
        interceptors.remove(reference);
        chain();
    }

    void updatedInterceptor(Interceptor interceptor, ServiceReference<Interceptor> reference) {
        chain();
    }

    /** Rankings may have changed: they are read anew. */
    private synchronized void chain() {
        router.useInterceptors(interceptors.keySet().stream().sorted(Comparator.reverseOrder())
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

    @Override
    public Transport bind(byte[] secret) {
        router.admit(Caller.own("bind"), null);
        return router.keys().resolveKey(secret)
                .map(key -> router.open(Caller.plugin(key)))
                .orElseThrow(() -> TransportException.of(ErrorCode.INVALID_PLUGIN_KEY,
                        "a transport is bound with a plugin's valid key: the key given is missing, wrong or revoked"));
    }
}
