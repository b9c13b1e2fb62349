// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginChange;
import hawser.plugin.host.PluginInfo;
import hawser.transport.EventCatalog;
import hawser.transport.Transport;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells each change of a plugin's state as an event, if anybody listens, in order, on a thread of its own: handlers may
 * do anything.
 */
final class ChangeEvents implements Consumer<PluginInfo>, AutoCloseable {
    private final Supplier<Transport> transport;
    private final Supplier<EventCatalog> catalog;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(action -> {
        Thread events = new Thread(action, "hawser-plugin-events");
        events.setDaemon(true);
        return events;
    });

    /** The suppliers give null while there is no router. */
    ChangeEvents(Supplier<Transport> transport, Supplier<EventCatalog> catalog) {
        this.transport = transport;
        this.catalog = catalog;
    }

    @Override
    public void accept(PluginInfo plugin) {
        PluginChange change = new PluginChange(plugin.name(), plugin.generation(), plugin.state(),
                plugin.reason().orElse(""));
        thread.execute(() -> {
            Transport current = transport.get();
            EventCatalog events = catalog.get();
            if (current != null && events != null && events.find(PluginChange.EVENT.name()).isPresent()) {
                current.send(PluginChange.EVENT, change);
            }
        });
    }

    /** What was told before is still sent. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
