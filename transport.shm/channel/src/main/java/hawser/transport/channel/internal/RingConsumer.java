// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import org.agrona.concurrent.UnsafeBuffer;

/** The consuming end of a ring. One thread at a time. */
final class RingConsumer {
    /*
     * Trust: a word of shared memory is read once into a local and checked there. Position and index are our own. One
     * poll passes no more than one ring's worth of data, whatever that is.
     *
     * Publishing the position costs the producer a cache miss, so it is done seldom: when an eighth of the ring was
     * read, when nothing is found, and when a producer sleeps. With many producers, what was read is cleared before:
     * any unit of it may be where the next length is stored.
     */
    static final int POISONED = -1;

    private final RingMemory ring;
    private final UnsafeBuffer state;
    private final UnsafeBuffer data;
    private final int capacity;
    private final boolean clears;
    private final BufferView view;
    private long position;
    private long published;
    private int index;

    RingConsumer(RingMemory ring, Pins pins) {
        this.ring = ring;
        this.state = ring.state;
        this.data = ring.data;
        this.capacity = ring.capacity;
        this.clears = ring.hasManyProducers();
        this.view = new BufferView(ring.data, pins, ring.lender);
    }

    /** How many records the ring can hold at once. */
    int mostRecords() {
        return capacity / RecordDescriptor.ALIGNMENT;
    }

    /** Hands up to {@code limit} records to the handler: how many there were, or {@link #POISONED}. */
    int poll(RecordHandler handler, int limit) {
        int taken = 0;
        long end = position + capacity;
        while (taken < limit && position < end) {
            // acquire: pairs with the release in commit()
            int length = data.getIntAcquire(index + RecordDescriptor.LENGTH_OFFSET);
            if (isUncommitted(length)) {
                publishIfDue(1);
                return taken;
            }
            if (length < RecordDescriptor.HEADER_LENGTH || length > capacity - index) {
                return POISONED;
            }
            int type = data.getIntOpaque(index + RecordDescriptor.TYPE_OFFSET);
            if (type != RecordType.PADDING) {
                take(handler, type, length);
                taken++;
            } else if (length % RecordDescriptor.ALIGNMENT != 0) {
                return POISONED;
            }
            advance((int) RecordDescriptor.align(length));
        }
        // One producer never fills its ring; who finds nothing but padding in all of it would find it for ever.
        return taken == 0 && limit > 0 && !clears ? POISONED : taken;
    }

    private void take(RecordHandler handler, int type, int length) {
        if (type < RecordType.REQUEST || type > RecordType.CREDIT) {
            ring.count(ChannelDescriptor.CONSUMER_REJECTS_OFFSET, 1);
            return;
        }
        view.show(index + RecordDescriptor.HEADER_LENGTH, length - RecordDescriptor.HEADER_LENGTH);
        try {
            handler.onRecord(type, data.getLongOpaque(index + RecordDescriptor.CORRELATION_OFFSET),
                    data.getIntOpaque(index + RecordDescriptor.KEY_OFFSET), view);
        } finally {
            view.hide();
            ring.count(ChannelDescriptor.CONSUMER_MESSAGES_OFFSET, 1);
        }
    }

    private void advance(int span) {
        if (clears) {
            for (int unit = index; unit < index + span; unit += RecordDescriptor.ALIGNMENT) {
                data.putInt(unit, 0);
            }
        }
        position += span;
        index = index + span == capacity ? 0 : index + span;
        publishIfDue(capacity / 8);
    }

    private void publishIfDue(int step) {
        if (position - published >= step) {
            publish();
        }
        wakeProducer();
    }

    private void publish() {
        published = position;
        // release: pairs with the acquire of a producer; all reads and zeroes of the records passed come before
        state.putLongRelease(ChannelDescriptor.CONSUMER_POSITION_OFFSET, position);
    }

    /** Publishes all that was read, and wakes a producer that waits for it. */
    void wakeProducer() {
        if (ring.producerSleeps.isSet()) {
            publish();
            ring.producerSleeps.wakeIfSet();
        }
    }

    boolean isEmpty() {
        return isUncommitted(data.getIntAcquire(index + RecordDescriptor.LENGTH_OFFSET));
    }

    /** Not claimed, or claimed among many and not committed: then the length is negative, of all that was claimed. */
    private boolean isUncommitted(int length) {
        return length == 0 || clears && length < 0 && length >= index - capacity
                && length % RecordDescriptor.ALIGNMENT == 0;
    }

    /**
     * Passes by what was claimed and is not committed, once every producer is proven gone: whether there is something
     * behind it. What was claimed last and not even marked is zeros up to the next mark or record.
     */
    boolean passAbandoned() {
        long end = clears ? state.getLongAcquire(ChannelDescriptor.PRODUCER_POSITION_OFFSET) : position;
        if (end - position > capacity) {
            return false;
        }
        while (position < end) {
            int length = data.getIntAcquire(index + RecordDescriptor.LENGTH_OFFSET);
            if (!isUncommitted(length)) {
                return true;
            }
            advance(length == 0 ? RecordDescriptor.ALIGNMENT : -length);
        }
        return false;
    }

    /** How far it has read; it only ever grows. */
    long position() {
        return position;
    }

    void publishAll() {
        if (position != published) {
            publish();
        }
    }

    void countSleep() {
        ring.count(ChannelDescriptor.CONSUMER_SLEEP_COUNT_OFFSET, 1);
    }
}
