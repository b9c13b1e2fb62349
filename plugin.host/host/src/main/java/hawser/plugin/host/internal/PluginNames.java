// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which plugin has which name; two cannot have the same, nor one that reads the same in events. Thread-safe. */
final class PluginNames {
    private final Map<EventName, HostedPlugin> owners = new ConcurrentHashMap<>();

    void claim(EventName name, HostedPlugin plugin) {
        HostedPlugin owner = owners.putIfAbsent(name, plugin);
        if (owner != null) {
            throw new PluginException("a plugin's name must be its own: " + name.text() + " is that of plugin "
                    + owner.info().name() + " in bundle " + owner.info().bundleId());
        }
    }

    void release(HostedPlugin plugin) {
        owners.values().remove(plugin);
    }
}
