// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

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
record PluginPlan(List<DeclaredEvent> events, Permissions permissions, ChannelSizes sizes, long overflow,
        PluginTimes times) {
    /** The events that it handles need not be declared again. */
    static PluginPlan of(PluginDeclaration declaration, LoadedPlugin plugin, Permissions permissions,
            HostSettings settings) {
        HostSettings own = declaration.over(settings);
        List<DeclaredEvent> events = declaration.eventsOf(EventName.of(plugin.name()), plugin.extensions());
        return new PluginPlan(events, permissions.andHandle(events.stream().map(DeclaredEvent::name).toList()),
                own.sizes(), own.overflow(), own.times());
    }
}
