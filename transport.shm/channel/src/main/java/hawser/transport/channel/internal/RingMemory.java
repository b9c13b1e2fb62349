// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelInfo;
import org.agrona.concurrent.UnsafeBuffer;

/** One ring's state and data, as buffers; what both ends have in common. */
final class RingMemory {
    final UnsafeBuffer state;
    final UnsafeBuffer data;
    final int capacity;
    /** Has the data as buffers. */
    final LendableMapping.Lender lender;
    /** Where producers' threads count alone; null if there is no such place. */
    final UnsafeBuffer seats;
    final SleepFlag consumerSleeps;
    final SleepFlag producerSleeps;
    private final long mask;

    /** A ring whose consumer sleeps on that flag, or on the ring's own if it is null. */
    RingMemory(UnsafeBuffer state, UnsafeBuffer data, LendableMapping.Lender lender, SleepFlag consumerSleeps) {
        this(state, data, lender, consumerSleeps, null);
    }

    /** The same with seats. */
    RingMemory(UnsafeBuffer state, UnsafeBuffer data, LendableMapping.Lender lender, SleepFlag consumerSleeps,
            UnsafeBuffer seats) {
        this.state = state;
        this.data = data;
        this.lender = lender;
        this.seats = seats;
        this.capacity = data.capacity();
        this.consumerSleeps = consumerSleeps != null ? consumerSleeps
                : new SleepFlag(state, ChannelDescriptor.CONSUMER_SLEEPS_OFFSET);
        this.producerSleeps = new SleepFlag(state, ChannelDescriptor.PRODUCER_SLEEPS_OFFSET);
        this.mask = Integer.bitCount(capacity) == 1 ? capacity - 1 : -1;
    }

    boolean hasManyProducers() {
        return state.getIntOpaque(ChannelDescriptor.PRODUCERS_OFFSET) == ChannelDescriptor.PRODUCERS_MANY;
    }

    /** Where in the data a position lies. */
    int index(long position) {
        return (int) (mask >= 0 ? position & mask : Long.remainderUnsigned(position, capacity));
    }

    /** Adds to a counter that has one writer, so that load and store need not be one step. */
    void count(int offset, long increment) {
        count(state, offset, increment);
    }

    /** Counts messages in the seat of that number, whose thread alone does. */
    void countSeated(int number, long messages, long bytes) {
        int seat = ChannelDescriptor.seat(number);
        count(seats, seat + ChannelDescriptor.SEAT_MESSAGES_OFFSET, messages);
        count(seats, seat + ChannelDescriptor.SEAT_BYTES_OFFSET, bytes);
    }

    private static void count(UnsafeBuffer buffer, int offset, long increment) {
        buffer.putLongOpaque(offset, buffer.getLong(offset) + increment);
    }

    /** Adds to a counter that has many writers. */
    void countShared(int offset, long increment) {
        state.getAndAddLong(offset, increment);
    }

    /** The sum of one counter of all seats. */
    private long seated(int offset) {
        long sum = 0;
        for (int i = 0; seats != null && i < ChannelDescriptor.SEATS; i++) {
            sum += seats.getLongOpaque(ChannelDescriptor.seat(i) + offset);
        }
        return sum;
    }

    ChannelInfo.Counts counts() {
        return new ChannelInfo.Counts(
                state.getLongOpaque(ChannelDescriptor.PRODUCER_MESSAGES_OFFSET)
                        + seated(ChannelDescriptor.SEAT_MESSAGES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.PRODUCER_BYTES_OFFSET)
                        + seated(ChannelDescriptor.SEAT_BYTES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.CONSUMER_MESSAGES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.BACK_PRESSURED_OFFSET),
                state.getLongOpaque(ChannelDescriptor.CONSUMER_REJECTS_OFFSET),
                state.getLongOpaque(ChannelDescriptor.PRODUCER_WAKES_OFFSET),
                state.getLongOpaque(ChannelDescriptor.CONSUMER_SLEEP_COUNT_OFFSET),
                state.getLongOpaque(ChannelDescriptor.LOSSES_OFFSET), occupied());
    }

    /** The other end may write what it likes. */
    private long occupied() {
        long consumed = state.getLongOpaque(ChannelDescriptor.CONSUMER_POSITION_OFFSET);
        return Math.max(0, Math.min(capacity,
                state.getLongOpaque(ChannelDescriptor.PRODUCER_POSITION_OFFSET) - consumed));
    }
}
