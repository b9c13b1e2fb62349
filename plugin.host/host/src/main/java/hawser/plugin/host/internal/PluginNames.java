// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which plugin has which name; two cannot have the same, nor one that reads the same in events. Who comes too late
 * is told to load again when the name is free. Thread-safe.
 */
final class PluginNames {
    private final Map<EventName, HostedPlugin> owners = new HashMap<>();
    private final Map<HostedPlugin, EventName> waiting = new LinkedHashMap<>();
    private final Consumer<HostedPlugin> reload;

    /** The consumer has a plugin loaded again, on another thread. */
    PluginNames(Consumer<HostedPlugin> reload) {
        this.reload = reload;
    }

    synchronized void claim(EventName name, HostedPlugin plugin) {
        waiting.remove(plugin);
        HostedPlugin owner = owners.putIfAbsent(name, plugin);
        if (owner != null && owner != plugin) {
            waiting.put(plugin, name);
            throw new PluginException("a plugin's name must be its own: " + name.text() + " is that of plugin "
                    + owner.info().name() + " in bundle " + owner.info().bundleId()
                    + "; it is loaded when that one is gone");
        }
    }

    /** Its generations before may have had other names. */
    synchronized void keepOnly(EventName name, HostedPlugin plugin) {
        owners.entrySet().removeIf(entry -> entry.getValue() == plugin && !entry.getKey().equals(name));
        wakeWaiting();
    }

    synchronized void release(HostedPlugin plugin) {
        owners.values().removeIf(owner -> owner == plugin);
        wakeWaiting();
    }

    private void wakeWaiting() {
        waiting.forEach((waiter, name) -> {
            if (!owners.containsKey(name)) {
                reload.accept(waiter);
            }
        });
    }

    /** It wants no name any more. */
    synchronized void withdraw(HostedPlugin plugin) {
        waiting.remove(plugin);
    }
}
