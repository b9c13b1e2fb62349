// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Gives each bundle a transport of its own, bound to the bundle's identity. A bundle that declares a plugin name has a
 * key, issued when it first asks, renewed when the key manager is replaced, and revoked when it lets go. Thread-safe.
 */
final class TransportFactory implements ServiceFactory<Transport> {
    /*
     * A transport comes into the map and leaves it, and the key manager is replaced, under one lock: so each transport
     * in the map has a key of the manager of the moment, and one that has left gets no other.
     */
    /** The manifest header by which a Java bundle declares a plugin name. */
    static final String NAME_HEADER = "Hawser-Plugin-Name";

    private final Router router;
    private final LongPredicate own;
    private final Map<Bundle, BundleTransport> transports = new HashMap<>();

    /** The predicate tells Hawser's own bundles by their id. */
    TransportFactory(Router router, LongPredicate own) {
        this.router = router;
        this.own = own;
    }

    @Override
    public synchronized Transport getService(Bundle bundle, ServiceRegistration<Transport> registration) {
        BundleTransport transport = router.open(identify(bundle));
        transports.put(bundle, transport);
        return transport;
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Transport> registration, Transport service) {
        synchronized (this) {
            transports.remove(bundle);
        }
        service.close();
        ((BundleTransport) service).caller().key().ifPresent(this::revoke);
    }

    /** Another key manager takes over: keys of the last one are worthless. */
    synchronized void useKeys(PluginKeyManager keys) {
        PluginKeyManager last = router.keys();
        router.useKeys(keys);
        transports.forEach((bundle, transport) -> {
            Optional<PluginKey> worthless = transport.caller().key();
            transport.actFor(identify(bundle));
            if (last != null) {
                worthless.ifPresent(last::revokeKey);
            }
        });
    }

    private Caller identify(Bundle bundle) {
        if (own.test(bundle.getBundleId())) {
            return Caller.own(bundle.getSymbolicName());
        }
        String name = bundle.getHeaders("").get(NAME_HEADER);
        PluginKeyManager keys = router.keys();
        if (name == null || keys == null) {
            return Caller.unverified(name == null ? bundle.getSymbolicName() : name, bundle.getBundleId());
        }
        return Caller.plugin(keys.requestKey(new PluginIdentity(name, true, bundle.getBundleId(), 1)).key());
    }

    private void revoke(PluginKey key) {
        PluginKeyManager keys = router.keys();
        if (keys != null) {
            keys.revokeKey(key);
        }
    }
}
