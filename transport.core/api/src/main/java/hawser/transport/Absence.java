// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows of events whose handler is down and may come back, as a service. When nobody handles an event, the request
 * fails with what an absence says in place of {@link ErrorCode#UNKNOWN_EVENT}. Thread-safe.
 */
@ConsumerType
@FunctionalInterface
public interface Absence {
    /**
     * {@return why nobody handles the event, as a rule with PLUGIN_STOPPED; empty if that is not known here}
     *
     * @param event its name
     */
    Optional<TransportException> reason(String event);
}
