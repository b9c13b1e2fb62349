// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.StreamHandler;
import java.util.List;

/** The one producer of an event's streams. */
record StreamRoute(Event<?, ?> event, String name, StreamHandler<?, ?> handler) implements EventCatalog.Entry {
    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public List<String> handlers() {
        return List.of(name);
    }
}
