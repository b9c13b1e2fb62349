// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelInfo;
import org.agrona.concurrent.UnsafeBuffer;

/** One ring's state and data, as buffers; what both ends have in common. */
final class RingMemory {
    final UnsafeBuffer state;
    final UnsafeBuffer data;
    final int capacity;

    RingMemory(long stateAddress, long dataAddress, int capacity) {
        this.state = new UnsafeBuffer(stateAddress, ChannelDescriptor.RING_STATE_LENGTH);
        this.data = new UnsafeBuffer(dataAddress, capacity);
        this.capacity = capacity;
    }

    /** Each counter has one writer, so that load and store need not be one step. */
    void count(int offset, long increment) {
        state.putLongOpaque(offset, state.getLong(offset) + increment);
    }

    /** Clears a sleep flag and wakes its owner, if it is set. */
    void wakeIfAsleep(int flagOffset) {
        if (state.getIntOpaque(flagOffset) != 0) {
            state.putIntOpaque(flagOffset, 0);
            NativeMemory.hawser_wake(state.addressOffset() + flagOffset);
        }
    }

    /** Sleeps until the flag is cleared; may wake without reason. */
    void sleep(int flagOffset) {
        NativeMemory.hawser_wait(state.addressOffset() + flagOffset, 1, -1);
    }

    ChannelInfo.Counts counts() {
        return new ChannelInfo.Counts(
                state.getLongOpaque(ChannelDescriptor.PRODUCER_MESSAGES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.PRODUCER_BYTES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.CONSUMER_MESSAGES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.BACK_PRESSURED_OFFSET),
                state.getLongOpaque(ChannelDescriptor.CONSUMER_REJECTS_OFFSET));
    }
}
