// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Permissions;
import hawser.transport.channel.ChannelSizes;
import java.util.List;

/**
 * How one generation of a plugin is to run.
 *
 * @param events that it handles
 * @param permissions that it declares, to handle its events among them
 * @param sizes of its channel
 * @param overflow how many bytes it may send beyond its channel's room while nobody can read, at most
 * @param times that it is given
 */
record PluginPlan(List<Event<?, ?>> events, Permissions permissions, ChannelSizes sizes, long overflow,
        PluginTimes times) {
}
