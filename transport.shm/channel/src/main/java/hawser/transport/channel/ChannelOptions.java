// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.util.Objects;

/** How a channel behaves at the renderer's end. Immutable: each {@code with…} returns another. Thread-safe. */
public final class ChannelOptions {
    private static final ChannelOptions DEFAULTS =
            new ChannelOptions(IdleStrategy.SPIN_THEN_SLEEP, 1024, 16 * 1024 * 1024);

    private final IdleStrategy idle;
    private final int queueMessages;
    private final long queueBytes;

    private ChannelOptions(IdleStrategy idle, int queueMessages, long queueBytes) {
        this.idle = Objects.requireNonNull(idle, "idle");
        this.queueMessages = queueMessages;
        this.queueBytes = queueBytes;
        if (queueMessages < 1 || queueBytes < 1) {
            throw new IllegalArgumentException("a queue must have room: messages=" + queueMessages
                    + ", bytes=" + queueBytes);
        }
    }

    /** {@return spins, then sleeps; queues 1,024 messages of 16 MiB together} */
    public static ChannelOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same, idling otherwise}
     *
     * @param value what its reader does while nothing arrives
     */
    public ChannelOptions withIdle(IdleStrategy value) {
        return new ChannelOptions(value, queueMessages, queueBytes);
    }

    /**
     * {@return the same with another bound on messages that were sent and are not in the channel yet}
     *
     * @param messages how many there may be
     * @param bytes how many they may have together; a message is taken into an empty queue whatever its length
     */
    public ChannelOptions withQueue(int messages, long bytes) {
        return new ChannelOptions(idle, messages, bytes);
    }

    /** {@return what its reader does while nothing arrives} */
    public IdleStrategy idle() {
        return idle;
    }

    /** {@return how many messages its queue holds} */
    public int queueMessages() {
        return queueMessages;
    }

    /** {@return how many bytes the messages in its queue may have together} */
    public long queueBytes() {
        return queueBytes;
    }
}
