// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a handler may know of the request it handles. Thread-safe. */
@ProviderType
public interface RequestContext {
    /** {@return the event as the caller defined it} */
    Event<?, ?> event();

    /** {@return the plugin that asks; empty for Hawser's own callers} */
    Optional<PluginIdentity> plugin();

    /**
     * {@return how long the caller still waits, to the tick of 10 ms that deadlines are kept to; zero when it no longer
     * does}
     */
    Duration remaining();

    /** {@return whether the caller gave up, its transport closed, or its deadline passed; no other end counts} */
    boolean isCancelled();

    /**
     * Runs an action when the caller gives up, its transport closes or its deadline passes; at once if it has.
     *
     * @param action must not block; runs on the thread that ends the request, or on this one
     */
    void onCancel(Runnable action);
}
