// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How much a plugin had committed at one moment, in each of its channels, and whether that was handed over. */
final class Committed {
    private final Map<SharedMemoryChannel, Long> messages = new HashMap<>();

    Committed(Collection<SharedMemoryChannel> channels) {
        channels.forEach(channel -> messages.put(channel, channel.info().toRenderer().messages()));
    }

    boolean isHandedOver() {
        return messages.entrySet().stream().allMatch(each -> handedOver(each.getKey()) >= each.getValue());
    }

    private static long handedOver(SharedMemoryChannel channel) {
        ChannelInfo.Counts counts = channel.info().toRenderer();
        return counts.consumed() + counts.rejected();
    }
}
