// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.SharedMemoryChannel;

/** The end of a ring that has one producer. One thread at a time; its position is its own. */
final class OneProducer extends RingProducer {
    private long position;
    private long consumed;

    OneProducer(RingMemory ring) {
        super(ring);
    }

    @Override
    long take(int span) {
        while (true) {
            long claimed = position;
            int needed = needed(ring.index(claimed), span);
            long room = makeRoom(needed);
            if (room < 0) {
                return room;
            }
            position += needed;
            // The consumer must find a zero behind each record; the release of the length orders it.
            data.putIntOpaque(ring.index(position) + RecordDescriptor.LENGTH_OFFSET, 0);
            if (needed > span) {
                data.putIntOpaque(RecordDescriptor.LENGTH_OFFSET, 0);
            }
            state.putLongOpaque(ChannelDescriptor.PRODUCER_POSITION_OFFSET, position);
            long settled = settle(claimed, needed, span);
            if (settled >= 0) {
                return settled;
            }
        }
    }

    private long makeRoom(int needed) {
        if (hasRoom(needed, position - consumed)) {
            return 0;
        }
        // acquire: pairs with the release in RingConsumer.publish(); the consumer is done with what it has passed
        long published = state.getLongAcquire(ChannelDescriptor.CONSUMER_POSITION_OFFSET);
        if (published < consumed || published > position) {
            return SharedMemoryChannel.POISONED;
        }
        consumed = published;
        return hasRoom(needed, position - consumed) ? 0 : SharedMemoryChannel.BACK_PRESSURED;
    }

    @Override
    void count(int offset, long increment) {
        ring.count(offset, increment);
    }

    @Override
    void countMessages(Seat seat, long messages, long bytes) {
        ring.count(ChannelDescriptor.PRODUCER_MESSAGES_OFFSET, messages);
        ring.count(ChannelDescriptor.PRODUCER_BYTES_OFFSET, bytes);
    }

    @Override
    void wakeAfterClaim() {
        wakeConsumer();
    }
}
