// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of messages that wait for room, within a bound, and when the next pass over them is due. Under one lock. */
final class QueuedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(QueuedMessages.class);

    private final String channel;
    private final Outlet outlet;
    private final ChannelOptions options;
    private final Queue<ByteBuffer> messages = new ArrayDeque<>();
    private long bytes;
    private long throttleNs;
    private long nextPassNs;

    QueuedMessages(String channel, Outlet outlet, ChannelOptions options) {
        this.channel = channel;
        this.outlet = outlet;
        this.options = options;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int size() {
        return messages.size();
    }

    /** From now on passes are so far apart; 0: as they come. */
    void throttle(long intervalNs, long now) {
        throttleNs = intervalNs;
        nextPassNs = now + intervalNs;
    }

    boolean isThrottled() {
        return throttleNs != 0;
    }

    /** Whether a pass is due: then it begins now. */
    boolean beginPass(long now) {
        if (messages.isEmpty() || isThrottled() && nextPassNs - now > 0) {
            return false;
        }
        nextPassNs = now + throttleNs;
        return true;
    }

    /** How long until a pass that must wait is due, at most {@code most}. */
    long nextPass(long now, long most) {
        return messages.isEmpty() || !isThrottled() ? most : Math.min(most, Math.max(1, nextPassNs - now));
    }

    /** Copies a message, if it is within the bound, or the first: whether it was. */
    boolean add(ByteBuffer message) {
        int length = message.remaining();
        boolean full = messages.size() >= options.queueMessages() || bytes + length > options.queueBytes();
        if (full && !messages.isEmpty()) {
            return false;
        }
        messages.add(ByteBuffer.allocate(length).put(message.duplicate()).flip());
        bytes += length;
        return true;
    }

    /**
     * Writes the next one: its position, or {@link SharedMemoryChannel#BACK_PRESSURED}; another negative code if it is
     * lost, which is counted.
     */
    long write() {
        long written = outlet.write(messages.peek());
        if (written == SharedMemoryChannel.BACK_PRESSURED) {
            return written;
        }
        bytes -= messages.remove().remaining();
        if (written < 0) {
            outlet.countLosses(1);
            LOG.warn("A message of channel {} is lost: the other end has broken its memory", channel);
        }
        return written;
    }

    void clear() {
        messages.clear();
        bytes = 0;
    }
}
