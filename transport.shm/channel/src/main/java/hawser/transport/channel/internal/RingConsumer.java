// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** The consumer's end of a ring. One thread at a time. */
final class RingConsumer {
    /*
     * Trust: a word of shared memory is read once into a local and checked there. Position and index are our own.
     *
     * Publishing the position costs the producer a cache miss, so it is done seldom: when an eighth of the ring was
     * read, when nothing is found, and when the producer sleeps.
     */
    static final int POISONED = -1;

    private final RingMemory ring;
    private final UnsafeBuffer data;
    private final int capacity;
    private final BufferView view;
    private long position;
    private long published;
    private int index;

    RingConsumer(RingMemory ring) {
        this.ring = ring;
        this.data = ring.data;
        this.capacity = ring.capacity;
        this.view = new BufferView(ring.data);
    }

    /** How many records the ring can hold at once. */
    int mostRecords() {
        return capacity / RecordDescriptor.ALIGNMENT;
    }

    /** Hands up to {@code limit} records to the handler: how many there were, or {@link #POISONED}. */
    int poll(RecordHandler handler, int limit) {
        int taken = 0;
        while (taken < limit) {
            // acquire: pairs with the release in commit()
            int length = data.getIntAcquire(index + RecordDescriptor.LENGTH_OFFSET);
            if (length == 0) {
                publishIfDue(1);
                return taken;
            }
            if (length < RecordDescriptor.HEADER_LENGTH || length > capacity - index) {
                return POISONED;
            }
            int type = data.getIntOpaque(index + RecordDescriptor.TYPE_OFFSET);
            if (type != RecordType.PADDING) {
                hand(handler, type, length);
                taken++;
            } else if (index == 0 || length != capacity - index) {
                return POISONED;
            }
            advance((int) RecordDescriptor.align(length));
        }
        return taken;
    }

    private void hand(RecordHandler handler, int type, int length) {
        view.show(index + RecordDescriptor.HEADER_LENGTH, length - RecordDescriptor.HEADER_LENGTH);
        try {
            handler.onRecord(type, data.getLongOpaque(index + RecordDescriptor.CORRELATION_OFFSET),
                    data.getIntOpaque(index + RecordDescriptor.KEY_OFFSET), view);
        } finally {
            view.hide();
            ring.count(ChannelDescriptor.CONSUMER_MESSAGES_OFFSET, 1);
        }
    }

    private void advance(int aligned) {
        position += aligned;
        index = index + aligned == capacity ? 0 : index + aligned;
        publishIfDue(capacity / 8);
    }

    private void publishIfDue(int step) {
        if (position - published >= step) {
            publish();
        }
        if (ring.state.getIntOpaque(ChannelDescriptor.PRODUCER_SLEEPS_OFFSET) != 0) {
            publish();
            ring.wakeIfAsleep(ChannelDescriptor.PRODUCER_SLEEPS_OFFSET);
        }
    }

    private void publish() {
        published = position;
        // release: pairs with the acquire in makeRoom(); all reads of the records passed come before
        ring.state.putLongRelease(ChannelDescriptor.CONSUMER_POSITION_OFFSET, position);
    }

    /** Sleeps until a record may be there, or {@link #interrupt()}. Call when nothing was found. */
    void awaitRecord(BooleanSupplier stopped) {
        publish();
        ring.state.putIntOpaque(ChannelDescriptor.CONSUMER_SLEEPS_OFFSET, 1);
        VarHandle.fullFence(); // pairs with the fences of a producer that wakes, or falls asleep
        ring.wakeIfAsleep(ChannelDescriptor.PRODUCER_SLEEPS_OFFSET);
        if (data.getIntOpaque(index + RecordDescriptor.LENGTH_OFFSET) == 0 && !stopped.getAsBoolean()) {
            ring.sleep(ChannelDescriptor.CONSUMER_SLEEPS_OFFSET);
        }
        ring.state.putIntOpaque(ChannelDescriptor.CONSUMER_SLEEPS_OFFSET, 0);
    }

    /** Wakes the consumer out of {@link #awaitRecord}, from any thread, once `stopped` is true. */
    void interrupt() {
        VarHandle.fullFence(); // pairs with the fence in awaitRecord(): it sees that it is stopped, or we see it sleep
        ring.wakeIfAsleep(ChannelDescriptor.CONSUMER_SLEEPS_OFFSET);
    }
}
