// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.channel.ChannelSizes;
import java.util.List;

/**
 * How one generation of a plugin is to run.
 *
 * @param events that it handles
 * @param sizes of its channel
 * @param times that it is given
 */
record PluginPlan(List<Event<?, ?>> events, ChannelSizes sizes, PluginTimes times) {
}
