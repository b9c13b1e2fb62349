// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.EventHandler;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Target;
import hawser.transport.Transports;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;

/**
 * Keeps the services by which Hawser's bundles work together out of the look-ups and the service events of others:
 * whoever called them directly would go past keys and permissions. Seen are they by Hawser's own bundles, by whoever
 * registered them, and, what bears a plugin's key, by that plugin's bundle. The host, which loads and stops plugins, is
 * for applications, too, but not for plugins. Thread-safe.
 */
final class ServiceHiding implements FindHook, EventListenerHook, AutoCloseable {
    /** The host's service for each plugin; by name, as no class of the host is known here. */
    private static final String NATIVE_PLUGIN = "hawser.plugin.host.NativePlugin";
    private static final String PLUGIN_HOST = "hawser.plugin.host.PluginHost";
    private static final List<String> PLUGIN_HEADERS = List.of("Hawser-Plugin", "Hawser-Plugin-Name");
    private static final String KEY = "plugin.key";
    private static final Set<String> HIDDEN = Set.of(NATIVE_PLUGIN, Target.class.getName(),
            EventHandler.class.getName(), PluginKeyManager.class.getName(), Transports.class.getName());

    private final LongPredicate own;
    private final List<ServiceRegistration<?>> registrations;

    ServiceHiding(BundleContext context, LongPredicate own) {
        this.own = own;
        registrations = List.of(context.registerService(FindHook.class, this, null),
                context.registerService(EventListenerHook.class, this, null));
    }

    @Override
    public void find(BundleContext context, String name, String filter, boolean allServices,
            Collection<ServiceReference<?>> references) {
        Bundle bundle = context.getBundle();
        if (!own.test(bundle.getBundleId())) {
            references.removeIf(reference -> isHiddenFrom(bundle, reference) && !concerns(reference, bundle));
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerHook.ListenerInfo>> listeners) {
        ServiceReference<?> reference = event.getServiceReference();
        String[] types = typesOf(reference);
        if (isHidden(types) || isHost(types)) {
            listeners.keySet().removeIf(context -> !mayLearn(reference, context.getBundle()));
        }
    }

    private boolean mayLearn(ServiceReference<?> reference, Bundle bundle) {
        return own.test(bundle.getBundleId()) || concerns(reference, bundle) || !isHiddenFrom(bundle, reference);
    }

    private static boolean isHiddenFrom(Bundle bundle, ServiceReference<?> reference) {
        String[] types = typesOf(reference);
        return isHidden(types) || isHost(types) && isPlugin(bundle);
    }

    private static String[] typesOf(ServiceReference<?> reference) {
        return (String[]) reference.getProperty(Constants.OBJECTCLASS);
    }

    private static boolean isHidden(String[] types) {
        return Arrays.stream(types).anyMatch(HIDDEN::contains);
    }

    private static boolean isHost(String[] types) {
        return Arrays.asList(types).contains(PLUGIN_HOST);
    }

    private static boolean isPlugin(Bundle bundle) {
        return PLUGIN_HEADERS.stream().anyMatch(header -> bundle.getHeaders("").get(header) != null);
    }

    /** A service that is unregistered has no bundle any more. */
    private static boolean concerns(ServiceReference<?> reference, Bundle bundle) {
        return bundle.equals(reference.getBundle())
                || reference.getProperty(KEY) instanceof PluginKey key
                        && key.owner().bundleId() == bundle.getBundleId();
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
