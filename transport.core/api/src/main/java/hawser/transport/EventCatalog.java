// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The events that can be sent now, who handles them, and what became of their requests. Thread-safe. */
@ProviderType
public interface EventCatalog {
    /** {@return every handled event, by name: those of this moment, each of which tells how it is when it is asked} */
    List<Entry> entries();

    /**
     * {@return the event of that name; empty if nobody handles it now}
     *
     * @param name such as {@code echo:message:send}
     */
    Optional<Entry> find(String name);

    /** {@return what became of the requests of every event that was ever handled, by name; then of all others} */
    List<EventStatistics> statistics();

    /** An event and who handles it. */
    @ProviderType
    interface Entry {
        /** {@return the event as its handler defined it} */
        Event<?, ?> event();

        /** {@return whether it is answered by a stream} */
        boolean isStream();

        /** {@return its handlers' names} */
        List<String> handlers();
    }
}
