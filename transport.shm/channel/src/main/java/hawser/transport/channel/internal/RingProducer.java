// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** The producing end of a ring: claim, write in place, commit or abort. */
abstract sealed class RingProducer permits OneProducer, ManyProducers {
    /*
     * A claim is a part of the ring that only its claimer writes, with a length word of zero, or among many of what was
     * claimed with a minus, until it is committed: a claimer that is gone leaves a gap that can be measured. The length
     * is stored last, with release, and read with acquire: a length seen means a record seen. What a record
     * leaves of its claim becomes padding before that, so that there is a next length to read.
     *
     * A record never wraps. Where it would, the rest of the data is claimed with it, in the same step, and padded. If
     * the two together are more than the ring can ever have free, the rest is claimed and padded alone first.
     *
     * Room: the consumer publishes its position seldom; it is read again only when our copy of it says that there is no
     * room. One unit of alignment is never filled: with one producer, the zeroed word lies in it.
     *
     * Waking: store, fence, read the sleeper's flag; the sleeper sets its flag, fences, and looks again. So one of both
     * sees the other. Among many, the locked step that claims is that fence, as long as the commit follows at once: a
     * sleeper who sees a claim and no record does not sleep for long.
     */
    /** How often, and how far apart, a large record looks for room that the consumer is just about to make. */
    private static final int PATIENCE = 200;
    private static final long PATIENCE_NS = 50_000;
    private static final int LARGE = 64 * 1024;

    final RingMemory ring;
    final UnsafeBuffer state;
    final UnsafeBuffer data;
    final int capacity;
    final Claims claims = new Claims(this);

    RingProducer(RingMemory ring) {
        this.ring = ring;
        this.state = ring.state;
        this.data = ring.data;
        this.capacity = ring.capacity;
    }

    /** A ring that has all its memory. */
    static RingProducer of(RingMemory ring) {
        return of(ring, Reservation.COMPLETE);
    }

    static RingProducer of(RingMemory ring, Reservation memory) {
        return ring.hasManyProducers() ? new ManyProducers(ring, memory) : new OneProducer(ring);
    }

    /** Half the ring: a longer one might, wherever the ring stands, need padding that leaves it no room. */
    int maxPayload() {
        return capacity / 2;
    }

    /** The position of a claimed record that can hold such a payload, or a negative code. */
    final long claim(int length) {
        if (length > maxPayload()) {
            return SharedMemoryChannel.TOO_LONG;
        }
        long claimed = take(span(length));
        for (int i = 0; claimed == SharedMemoryChannel.BACK_PRESSURED && isLarge(length) && i < PATIENCE; i++) {
            LockSupport.parkNanos(this, PATIENCE_NS);
            claimed = take(span(length));
        }
        if (claimed == SharedMemoryChannel.BACK_PRESSURED) {
            refused();
        }
        return claimed;
    }

    /** There was no room. */
    final void refused() {
        claims.passAbandoned();
        count(ChannelDescriptor.BACK_PRESSURED_OFFSET, 1);
    }

    /** An answer may be seen before its request is released; beside that and padding, a quarter fits, more may not. */
    private boolean isLarge(int payloadLength) {
        return payloadLength > LARGE && span(payloadLength) > capacity / 4;
    }

    static int span(int payloadLength) {
        return (int) RecordDescriptor.align(RecordDescriptor.HEADER_LENGTH + (long) payloadLength);
    }

    /** Claims so many bytes that do not wrap: their position, or a negative code. */
    abstract long take(int span);

    abstract void count(int offset, long increment);

    /** Counts records for the thread of that seat, or for all. */
    abstract void countMessages(Seat seat, long messages, long bytes);

    /** Wakes the consumer for records that this thread has just claimed, and committed. */
    abstract void wakeAfterClaim();

    /** What must be claimed at the index: the record, the record and the rest before it, or the rest alone. */
    final int needed(int index, int span) {
        int rest = capacity - index;
        if (span <= rest) {
            return span;
        }
        return rest + span <= capacity - RecordDescriptor.ALIGNMENT ? rest + span : rest;
    }

    final boolean hasRoom(int needed, long used) {
        return needed + RecordDescriptor.ALIGNMENT <= capacity - used;
    }

    /** Pads the rest, if it was claimed: the record's position, or -1 if the rest was claimed alone. */
    final long settle(long position, int needed, int span) {
        if (needed == span) {
            return position;
        }
        int index = ring.index(position);
        int rest = capacity - index;
        pad(index, rest);
        if (needed > rest) {
            return position + rest;
        }
        wakeConsumer();
        return -1;
    }

    private void pad(int index, int length) {
        data.putIntOpaque(index + RecordDescriptor.TYPE_OFFSET, RecordType.PADDING);
        data.putIntRelease(index + RecordDescriptor.LENGTH_OFFSET, length);
    }

    /** The index of the payload of a claimed record. */
    final int payloadIndex(long position) {
        return ring.index(position) + RecordDescriptor.HEADER_LENGTH;
    }

    final void describe(long position, int type, long correlation, long deadlineMs, int key) {
        int index = ring.index(position);
        data.putIntOpaque(index + RecordDescriptor.TYPE_OFFSET, type);
        data.putLongOpaque(index + RecordDescriptor.CORRELATION_OFFSET, correlation);
        data.putLongOpaque(index + RecordDescriptor.DEADLINE_OFFSET, deadlineMs);
        data.putIntOpaque(index + RecordDescriptor.KEY_OFFSET, key);
    }

    /**
     * Makes a described record of a claim for {@code claimed} bytes of payload, of which {@code length} are in place:
     * the position behind it. Neither counts nor wakes.
     */
    final long commit(long position, int claimed, int length) {
        int index = ring.index(position);
        int used = span(length);
        int left = span(claimed) - used;
        if (left > 0) {
            pad(index + used, left);
        }
        // release: pairs with the acquire in poll(); orders the payload and the padding behind the record, too
        data.putIntRelease(index + RecordDescriptor.LENGTH_OFFSET, RecordDescriptor.HEADER_LENGTH + length);
        return position + used;
    }

    /** Makes a described record, with its payload in place, of its part of a claim; neither counts nor wakes. */
    final void finish(long position, int length) {
        // release: as in commit(); of a claim with several records the first, which is written last, commits all
        data.putIntRelease(ring.index(position) + RecordDescriptor.LENGTH_OFFSET,
                RecordDescriptor.HEADER_LENGTH + length);
    }

    /** Gives the claim back: readers pass it by. */
    final void abort(long position, int claimed) {
        pad(ring.index(position), span(claimed));
    }

    /** Copies one record in: the position behind it, or a negative code of {@link SharedMemoryChannel}. Wakes. */
    final long offer(int type, long correlation, long deadlineMs, int key, ByteBuffer payload) {
        return offer(Seat.OF_ALL, type, correlation, deadlineMs, key, payload);
    }

    /** The same for the thread of that seat. */
    final long offer(Seat seat, int type, long correlation, long deadlineMs, int key, ByteBuffer payload) {
        int length = payload.remaining();
        long position = claim(length);
        if (position < 0) {
            return position;
        }
        PayloadCopy.put(data, payloadIndex(position), payload);
        describe(position, type, correlation, deadlineMs, key);
        countMessages(seat, 1, length);
        long end = commit(position, length, length);
        wakeAfterClaim();
        return end;
    }

    /** The same from an array. */
    final long offer(Seat seat, int type, long correlation, long deadlineMs, int key, byte[] payload) {
        long end = offerUnwoken(seat, type, correlation, deadlineMs, key, payload);
        if (end >= 0) {
            wakeAfterClaim();
        }
        return end;
    }

    /** The same, but wakes nobody. */
    final long offerUnwoken(Seat seat, int type, long correlation, long deadlineMs, int key, byte[] payload) {
        long position = claim(payload.length);
        if (position < 0) {
            return position;
        }
        PayloadCopy.put(data, payloadIndex(position), payload);
        describe(position, type, correlation, deadlineMs, key);
        countMessages(seat, 1, payload.length);
        return commit(position, payload.length, payload.length);
    }

    /** Whether the consumer has passed that position. A consumer that lies harms nobody but itself. */
    final boolean isConsumed(long position) {
        return state.getLongAcquire(ChannelDescriptor.CONSUMER_POSITION_OFFSET) - position >= 0;
    }

    /** The consumer's position. */
    final long progress() {
        return state.getLongOpaque(ChannelDescriptor.CONSUMER_POSITION_OFFSET);
    }

    /**
     * Sleeps until the consumer's position is not {@code seen} any more, that time has passed, or {@link #interrupt()};
     * not at all if {@code over} says so after the sleep flag is set. May return without reason. A position that was
     * read before a claim found no room leaves no gap in which the consumer makes some and falls asleep itself.
     */
    final void awaitProgress(long seen, long timeoutNs, BooleanSupplier over) {
        ring.producerSleeps.set();
        VarHandle.fullFence(); // pairs with the fence of a consumer that published
        if (progress() == seen && !over.getAsBoolean()) {
            ring.producerSleeps.sleep(timeoutNs);
        }
    }

    /** Wakes who is in {@link #awaitProgress}, once {@code over} is true. */
    final void interrupt() {
        ring.producerSleeps.wake();
    }

    final void wakeConsumer() {
        VarHandle.fullFence(); // pairs with that of a consumer that falls asleep
        wakeIfAsleep();
    }

    final void wakeIfAsleep() {
        if (ring.consumerSleeps.wakeIfSet()) {
            count(ChannelDescriptor.PRODUCER_WAKES_OFFSET, 1);
            claims.passAbandoned(); // it may sleep for want of one of these
        }
    }
}
