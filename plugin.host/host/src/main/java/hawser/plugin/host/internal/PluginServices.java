// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginInfo;
import hawser.transport.PluginKey;
import hawser.transport.Target;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The services of an active plugin; their properties follow its generation and key. Thread-safe. */
final class PluginServices implements AutoCloseable {
    private final BundleContext context;
    private final NativePlugin service;
    private final ServiceRegistration<?> target;
    private HeldKey key;
    private Map<String, Object> properties;
    private ServiceRegistration<?> plugin;
    private boolean buried;
    private boolean closed;

    PluginServices(BundleContext context, NativePlugin plugin, PluginInfo info, Target target, HeldKey key) {
        this.context = context;
        this.service = plugin;
        this.key = key;
        this.properties = describe(info);
        PluginKey shown = key.key();
        this.target = context.registerService(Target.class, target, keyed(Map.of()));
        this.plugin = context.registerService(NativePlugin.class, plugin, keyed(properties));
        key.whenTaken(this::showKey);
        if (key.key() != shown) {
            showKey();
        }
    }

    private static Map<String, Object> describe(PluginInfo info) {
        return Map.of(NativePluginConstants.NAME, info.name(),
                NativePluginConstants.VERSION, info.version(),
                NativePluginConstants.API_VERSION, info.apiVersion(),
                NativePluginConstants.EXECUTION, info.execution(),
                NativePluginConstants.GENERATION, info.generation());
    }

    /** They stay those of the plugin, which goes on in another generation under another key. */
    void goOn(PluginInfo info, HeldKey next) {
        synchronized (this) {
            key = next;
            properties = describe(info);
        }
        next.whenTaken(this::showKey);
        showKey();
    }

    /** The properties of the moment: the key tells the plugin's own bundle, which may see them. */
    private Dictionary<String, Object> keyed(Map<String, Object> others) {
        Hashtable<String, Object> all = new Hashtable<>(others);
        all.put(NativePluginConstants.KEY, key.key());
        return all;
    }

    private synchronized void showKey() {
        if (!closed && !buried) {
            target.setProperties(keyed(Map.of()));
            plugin.setProperties(keyed(properties));
        }
    }

    /** The plugin is gone; its target stays, to tell who asks. Again it does nothing. */
    void bury() {
        synchronized (this) {
            if (buried || closed) {
                return;
            }
            buried = true;
        }
        plugin.unregister();
    }

    /** What was buried has come back, as another generation under another key. */
    void revive(PluginInfo info, HeldKey next) {
        synchronized (this) {
            key = next;
            properties = describe(info);
        }
        ServiceRegistration<?> again = context.registerService(NativePlugin.class, service, keyed(properties));
        synchronized (this) {
            plugin = again;
            buried = false;
        }
        next.whenTaken(this::showKey);
        showKey();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        target.unregister();
        if (!buried) {
            plugin.unregister();
        }
    }
}
