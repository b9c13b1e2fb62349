// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.SharedMemoryChannel;
import java.lang.invoke.VarHandle;

/** The end of a ring that many threads produce for. Lock-free and thread-safe. */
final class ManyProducers extends RingProducer {
    /*
     * Claiming: compare and set the position in shared memory, then mark the claim with its length, negative. What is
     * free is zero, since the consumer clears what it read before it publishes; so a claim is unreadable until its
     * length is stored, and if its producer dies before, whoever knows that can pass it by.
     *
     * Trust: the position lies where the other end can write. It is used for an index within the data, whatever it is,
     * and checked against the consumer's. In an honest ring a consumer's position read first is at most a producer's
     * read after it, and that is at most a consumer's read after that plus the capacity.
     */
    private static final long LOOK_AGAIN = Long.MIN_VALUE;
    /** More failures in a row than contention explains: the other end overwrites the position all the time. */
    private static final int ATTEMPTS = 1 << 20;

    /** A position that the consumer has published; not always the newest. */
    private volatile long consumed;

    private final Reservation memory;

    ManyProducers(RingMemory ring, Reservation memory) {
        super(ring);
        this.memory = memory;
    }

    @Override
    long take(int span) {
        for (int i = 0; i < ATTEMPTS; i++) {
            long known = consumed;
            long position = state.getLongVolatile(ChannelDescriptor.PRODUCER_POSITION_OFFSET);
            if (position < known || position % RecordDescriptor.ALIGNMENT != 0) {
                return SharedMemoryChannel.POISONED;
            }
            int index = ring.index(position);
            int needed = needed(index, span);
            if (!memory.covers(Math.min(capacity, index + needed + RecordDescriptor.ALIGNMENT))) {
                return SharedMemoryChannel.NO_MEMORY;
            }
            long outcome = hasRoom(needed, position - known) ? tryTake(position, needed, span) : refresh(known);
            if (outcome != LOOK_AGAIN) {
                return outcome;
            }
        }
        return SharedMemoryChannel.POISONED;
    }

    /** The record's position, or to look again. */
    private long tryTake(long position, int needed, int span) {
        if (!state.compareAndSetLong(ChannelDescriptor.PRODUCER_POSITION_OFFSET, position, position + needed)) {
            Thread.onSpinWait();
            return LOOK_AGAIN;
        }
        long settled = settle(position, needed, span);
        if (settled < 0) {
            return LOOK_AGAIN;
        }
        data.putIntOpaque(ring.index(settled) + RecordDescriptor.LENGTH_OFFSET, -span);
        VarHandle.storeStoreFence(); // whoever finds bytes of the record finds the mark
        return settled;
    }

    /** Takes over the consumer's position: to look again if it has moved, or a negative code. */
    private long refresh(long known) {
        // acquire: pairs with the release in RingConsumer.publish(); what the consumer has passed is clear
        long published = state.getLongAcquire(ChannelDescriptor.CONSUMER_POSITION_OFFSET);
        long position = state.getLongVolatile(ChannelDescriptor.PRODUCER_POSITION_OFFSET);
        long later = state.getLongAcquire(ChannelDescriptor.CONSUMER_POSITION_OFFSET);
        if (published < known || published > position || later < published || position - later > capacity
                || published % RecordDescriptor.ALIGNMENT != 0) {
            return SharedMemoryChannel.POISONED;
        }
        consumed = published;
        return published == known ? SharedMemoryChannel.BACK_PRESSURED : LOOK_AGAIN;
    }

    @Override
    void count(int offset, long increment) {
        ring.countShared(offset, increment);
    }

    @Override
    void countMessages(Seat seat, long messages, long bytes) {
        if (seat.isOfAll() || ring.seats == null) {
            ring.countShared(ChannelDescriptor.PRODUCER_MESSAGES_OFFSET, messages);
            ring.countShared(ChannelDescriptor.PRODUCER_BYTES_OFFSET, bytes);
        } else {
            ring.countSeated(seat.number(), messages, bytes);
        }
    }

    @Override
    void wakeAfterClaim() {
        wakeIfAsleep();
    }
}
