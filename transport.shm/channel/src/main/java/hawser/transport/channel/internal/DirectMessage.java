// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A message that is sent directly, its deadline, and what its sender waits for. */
final class DirectMessage {
    static final long UNSENT = -1;

    final ByteBuffer bytes;
    final long deadlineNs;
    final boolean untilConsumed;
    final CompletableFuture<Void> done = new CompletableFuture<>();
    /** Where it lies, once it is sent. */
    long position = UNSENT;

    DirectMessage(ByteBuffer bytes, long deadlineNs, boolean untilConsumed) {
        this.bytes = bytes;
        this.deadlineNs = deadlineNs;
        this.untilConsumed = untilConsumed;
    }

    ChannelException timeout(String channel) {
        return new ChannelException(Reason.TIMEOUT, position == UNSENT
                ? "room in the channel was required in time; the message was not sent: channel=" + channel
                : "the message had to be consumed in time; it was sent and may still be: channel=" + channel);
    }
}
