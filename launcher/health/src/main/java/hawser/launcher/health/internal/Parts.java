// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.config.Settings;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.channel.Channels;
import java.util.Optional;

/** The services that are looked at, as far as they are there now. Thread-safe. */
interface Parts {
    Optional<PluginHost> host();

    Optional<Channels> channels();

    Optional<EventCatalog> catalog();

    Optional<Settings> settings();
}
