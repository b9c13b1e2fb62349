// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.LegacyChannel;
import hawser.transport.Transport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Gives each bundle a channel over that bundle's own transport. Thread-safe. */
final class ChannelFactory implements ServiceFactory<LegacyChannel> {
    private final ServiceReference<Transport> transports;

    ChannelFactory(ServiceReference<Transport> transports) {
        this.transports = transports;
    }

    @Override
    public LegacyChannel getService(Bundle bundle, ServiceRegistration<LegacyChannel> registration) {
        return new BundleChannel(bundle.getBundleContext().getService(transports));
    }

    /** A bundle without a context has stopped: the framework lets go of what it used. */
    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<LegacyChannel> registration, LegacyChannel service) {
        BundleContext context = bundle.getBundleContext();
        if (context != null) {
            context.ungetService(transports);
        }
    }
}
