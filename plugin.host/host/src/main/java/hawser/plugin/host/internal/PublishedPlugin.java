// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.PluginInfo;
import hawser.transport.Target;
import org.osgi.framework.BundleContext;

/**
 * What other bundles have of a plugin while it is active, under the key that it has then. One thread at a time changes
 * it.
 */
final class PublishedPlugin {
    private final BundleContext context;
    private final NativePlugin plugin;
    private PluginServices services;
    private volatile HeldKey held;

    PublishedPlugin(BundleContext context, NativePlugin plugin) {
        this.context = context;
        this.plugin = plugin;
    }

    /** Its services are registered, in the place of those before; or those that were buried come back. */
    void publish(PluginInfo info, Target target, HeldKey key, boolean inPlace) {
        held = key;
        if (inPlace && services != null) {
            services.revive(info, key);
        } else {
            withdraw();
            services = new PluginServices(context, plugin, info, target, key);
        }
    }

    /** They stay, for another generation. */
    void goOn(PluginInfo info, HeldKey key) {
        held = key;
        services.goOn(info, key);
    }

    /** The plugin is gone, and whoever asks is told. None are there if they could not be registered. */
    void bury() {
        if (services != null) {
            services.bury();
        }
    }

    void withdraw() {
        if (services != null) {
            services.close();
            services = null;
        }
    }

    /** The same, if it is active, with the key of the moment. Any thread. */
    PluginSnapshot keyed(PluginSnapshot now) {
        HeldKey key = held;
        return key == null ? now : now.keyed(key.key());
    }
}
