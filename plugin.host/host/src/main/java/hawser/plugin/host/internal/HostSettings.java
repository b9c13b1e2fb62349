// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.ChannelSizes;

/**
 * What holds for every plugin.
 *
 * @param sizes of its channel
 * @param overflow bytes that an inline plugin may send beyond its channel's room
 * @param times that it is given
 * @param trust how a bare library is driven that nobody vouches for
 */
record HostSettings(ChannelSizes sizes, long overflow, PluginTimes times, String trust) {
    static HostSettings of(HostConfig config) {
        return new HostSettings(new ChannelSizes(config.buffer_to$_$native(), config.buffer_to$_$renderer()),
                config.inline_overflow(),
                PluginTimes.of(config), config.trust_default());
    }
}
