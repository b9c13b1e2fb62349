// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The producer's end of a ring. One thread at a time. */
final class RingProducer {
    /*
     * Committing: fill the record, zero the length word behind it, store the record's own length last, with release.
     * The consumer reads that word with acquire: a length seen means a record seen, and a zero behind it.
     *
     * Room: the consumer publishes its position seldom; it is read again only when our copy of it says that there is no
     * room. One unit of alignment is never filled: the zeroed word lies in it.
     *
     * Waking: store, fence, read the sleeper's flag; the sleeper sets its flag, fences, and looks again. So one of both
     * sees the other.
     */
    private final RingMemory ring;
    private final UnsafeBuffer data;
    private final int capacity;
    private long position;
    private long consumed;
    private int index;

    RingProducer(RingMemory ring) {
        this.ring = ring;
        this.data = ring.data;
        this.capacity = ring.capacity;
    }

    int maxPayload() {
        return capacity - RecordDescriptor.ALIGNMENT - RecordDescriptor.HEADER_LENGTH;
    }

    /** The position behind the record, or a negative code of {@link SharedMemoryChannel}. Wakes the consumer. */
    long offer(int type, long correlation, long deadlineMs, int key, ByteBuffer payload) {
        int length = payload.remaining();
        long claimed = claim(length);
        if (claimed < 0) {
            return claimed;
        }
        data.putBytes(index + RecordDescriptor.HEADER_LENGTH, payload, payload.position(), length);
        ring.count(ChannelDescriptor.PRODUCER_MESSAGES_OFFSET, 1);
        ring.count(ChannelDescriptor.PRODUCER_BYTES_OFFSET, length);
        commit(type, correlation, deadlineMs, key, RecordDescriptor.HEADER_LENGTH + length);
        wakeConsumer();
        return position;
    }

    /** Makes sure that a record of that payload fits at the index; pads the end of the data if it does not. */
    private long claim(int length) {
        if (length > maxPayload()) {
            return SharedMemoryChannel.TOO_LONG;
        }
        int aligned = (int) RecordDescriptor.align(RecordDescriptor.HEADER_LENGTH + length);
        int rest = capacity - index;
        if (aligned > rest) {
            long padded = makeRoom(rest);
            if (padded < 0) {
                return refuse(padded);
            }
            commit(RecordType.PADDING, 0, 0, 0, rest);
            wakeConsumer();
        }
        return refuse(makeRoom(aligned));
    }

    private long refuse(long result) {
        if (result == SharedMemoryChannel.BACK_PRESSURED) {
            ring.count(ChannelDescriptor.BACK_PRESSURED_OFFSET, 1);
        }
        return result;
    }

    private long makeRoom(int aligned) {
        if (hasRoom(aligned)) {
            return 0;
        }
        // acquire: pairs with the release in RingConsumer.publish(); the consumer is done with what it has passed
        long published = ring.state.getLongAcquire(ChannelDescriptor.CONSUMER_POSITION_OFFSET);
        if (published < consumed || published > position) {
            return SharedMemoryChannel.POISONED;
        }
        consumed = published;
        return hasRoom(aligned) ? 0 : SharedMemoryChannel.BACK_PRESSURED;
    }

    private boolean hasRoom(int aligned) {
        return aligned + RecordDescriptor.ALIGNMENT <= capacity - (position - consumed);
    }

    private void commit(int type, long correlation, long deadlineMs, int key, int length) {
        int record = index;
        data.putIntOpaque(record + RecordDescriptor.TYPE_OFFSET, type);
        data.putLongOpaque(record + RecordDescriptor.CORRELATION_OFFSET, correlation);
        data.putLongOpaque(record + RecordDescriptor.DEADLINE_OFFSET, deadlineMs);
        data.putIntOpaque(record + RecordDescriptor.KEY_OFFSET, key);
        advance((int) RecordDescriptor.align(length));
        data.putIntOpaque(index, 0);
        ring.state.putLongOpaque(ChannelDescriptor.PRODUCER_POSITION_OFFSET, position);
        // release: pairs with the acquire in poll(); orders the payload and the zero behind the record, too
        data.putIntRelease(record + RecordDescriptor.LENGTH_OFFSET, length);
    }

    private void advance(int aligned) {
        position += aligned;
        index = index + aligned == capacity ? 0 : index + aligned;
    }

    private void wakeConsumer() {
        VarHandle.fullFence(); // pairs with the fence of the consumer that is falling asleep
        ring.wakeIfAsleep(ChannelDescriptor.CONSUMER_SLEEPS_OFFSET);
    }
}
