// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A channel with both of its ends. */
@ExtendWith(BoundMemory.class)
abstract class ChannelFixture {
    static final ChannelSizes SMALL = new ChannelSizes(ChannelSizes.MIN, ChannelSizes.MIN);

    final MappedChannel channel = MappedChannel.create("test", SMALL, options(), closed -> { });
    final NativeEnd peer = new NativeEnd(channel);

    ChannelOptions options() {
        return ChannelOptions.defaults();
    }

    @AfterEach
    void closeBoth() {
        channel.close();
        peer.close();
    }
}
