// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginInfo;
import hawser.transport.Codec;
import hawser.transport.EventCatalog;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transports;
import hawser.transport.channel.Channels;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a plugin needs from other bundles.
 *
 * @param channels makes its channel
 * @param keys issues its key; gives null while there is none
 * @param codecs turn payloads into bytes, by media type; gives null while there is none
 * @param catalog knows the events that others handle; gives null while there is none
 * @param changes gets each change of a plugin's state, and does not block
 * @param transports binds it to the router; gives null while there is none
 * @param counts of requests, by all plugins
 */
record HostServices(Channels channels, Supplier<PluginKeyManager> keys, Function<String, Codec> codecs,
        Supplier<EventCatalog> catalog, Consumer<PluginInfo> changes, Supplier<Transports> transports,
        RequestCounts counts) {
}
