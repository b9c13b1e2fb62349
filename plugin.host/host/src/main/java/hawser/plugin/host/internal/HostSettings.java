// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.ChannelSizes;
import java.util.concurrent.TimeUnit;

/**
 * What holds for every plugin.
 *
 * @param sizes of its channel
 * @param overflow bytes that an inline plugin may send beyond its channel's room
 * @param times that it is given
 * @param hangNs that a call into a plugin in this process may take
 * @param trust how a bare library is driven that nobody vouches for
 */
record HostSettings(ChannelSizes sizes, long overflow, PluginTimes times, long hangNs, String trust) {
    static HostSettings of(HostConfig config) {
        return new HostSettings(new ChannelSizes(config.buffer_to$_$native(), config.buffer_to$_$renderer()),
                config.inline_overflow(),
                PluginTimes.of(config), TimeUnit.MILLISECONDS.toNanos(config.hang_timeout()), config.trust_default());
    }
}
