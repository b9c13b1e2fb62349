// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.ChannelSizes;

/**
 * What holds for every plugin.
 *
 * @param sizes of its channel
 * @param overflow bytes that an inline plugin may send beyond its channel's room
 * @param times that it is given
 */
record HostSettings(ChannelSizes sizes, long overflow, PluginTimes times) {
    static HostSettings of(HostConfig config) {
        return new HostSettings(new ChannelSizes(config.buffer_to_native(), config.buffer_to_renderer()),
                config.inline_overflow(),
                PluginTimes.of(config));
    }
}
