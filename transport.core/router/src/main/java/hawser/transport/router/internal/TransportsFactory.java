// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKeyManager;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Lets Hawser's own bundles bind transports to plugins; refuses any other. Thread-safe. */
final class TransportsFactory implements ServiceFactory<Transports> {
    private final Router router;
    private final Predicate<Bundle> own;

    TransportsFactory(Router router, Predicate<Bundle> own) {
        this.router = router;
        this.own = own;
    }

    @Override
    public Transports getService(Bundle bundle, ServiceRegistration<Transports> registration) {
        if (own.test(bundle)) {
            return router::bind;
        }
        PluginIdentity stranger = new PluginIdentity(String.valueOf(bundle.getSymbolicName()), false,
                bundle.getBundleId(), 1);
        return (owner, secret) -> {
            throw refuse(stranger);
        };
    }

    private TransportException refuse(PluginIdentity stranger) {
        PluginKeyManager keys = router.keys();
        if (keys != null) {
            keys.refuse(stranger, ErrorCode.PLUGIN_UNAUTHORIZED, "binding a transport to a plugin");
        }
        return TransportException.of(ErrorCode.PLUGIN_UNAUTHORIZED, "transports are bound to plugins by Hawser's own "
                + "bundles: bundle " + stranger.bundleId() + " (" + stranger.name() + ") is none; use the service "
                + "Transport", null, stranger.name(), null);
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Transports> registration, Transports service) {
        // Whoever bound a transport closes it.
    }
}
