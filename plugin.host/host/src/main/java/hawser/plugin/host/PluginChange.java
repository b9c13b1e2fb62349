// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import hawser.transport.Event;
import hawser.transport.Events;

/**
 * A plugin has come to another state, or, still active, to another generation.
 *
 * @param name of the plugin
 * @param generation how often it has been loaded
 * @param state where it is now
 * @param reason why it failed; empty if it did not
 */
public record PluginChange(String name, int generation, PluginState state, String reason) {
    /** Told of each change, in order. */
    public static final Event<PluginChange, Void> EVENT =
            Events.defineEvent("hawser").module("plugin").event("changed").define(PluginChange.class);
}
