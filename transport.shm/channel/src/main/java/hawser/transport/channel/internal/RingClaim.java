// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.Claim;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Room in a ring. Each access pins the memory, so that a channel that closes meanwhile is an exception. */
final class RingClaim implements Claim {
    private static final long NONE = -1;

    private final RingProducer producer;
    private final Pins pins;
    private long position = NONE;
    private int index;
    private int length;

    RingClaim(RingProducer producer, Pins pins) {
        this.producer = producer;
        this.pins = pins;
    }

    boolean isOf(RingProducer other) {
        return producer == other;
    }

    /** Claims: 0 or a negative code. */
    long open(int newLength) {
        if (position != NONE) {
            throw new IllegalStateException("a claim must be committed or aborted before it is used again");
        }
        if (newLength < 0) {
            throw new IllegalArgumentException("a length must not be negative: length=" + newLength);
        }
        if (!pins.pin()) {
            return SharedMemoryChannel.CLOSED;
        }
        try {
            long claimed = producer.claim(newLength);
            if (claimed < 0) {
                return claimed;
            }
            position = claimed;
            index = producer.payloadIndex(claimed);
            length = newLength;
            return 0;
        } finally {
            pins.unpin();
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void put(int offset, byte value) {
        int at = enter(offset, Byte.BYTES);
        producer.data.putByte(at, value);
        pins.unpin();
    }

    @Override
    public void putInt(int offset, int value) {
        int at = enter(offset, Integer.BYTES);
        producer.data.putInt(at, value);
        pins.unpin();
    }

    @Override
    public void putLong(int offset, long value) {
        int at = enter(offset, Long.BYTES);
        producer.data.putLong(at, value);
        pins.unpin();
    }

    @Override
    public void put(int offset, ByteBuffer bytes) {
        int at = enter(offset, bytes.remaining());
        producer.data.putBytes(at, bytes, bytes.position(), bytes.remaining());
        pins.unpin();
    }

    /** Checks, and pins the memory: the index in the ring's data. */
    private int enter(int offset, int count) {
        requireOpen();
        Objects.checkFromIndexSize(offset, count, length);
        if (!pins.pin()) {
            throw new IllegalStateException("a claim can be written while its channel is open");
        }
        return index + offset;
    }

    private void requireOpen() {
        if (position == NONE) {
            throw new IllegalStateException("a claim can be used until it is committed or aborted");
        }
    }

    @Override
    public long commit(int type, long correlation, long deadlineMs, int key, int used) {
        requireOpen();
        Objects.checkFromToIndex(0, used, length);
        long claimed = position;
        position = NONE;
        if (!pins.pin()) {
            length = 0;
            return SharedMemoryChannel.CLOSED;
        }
        producer.describe(claimed, type, correlation, deadlineMs, key);
        long end = producer.commit(claimed, length, used);
        length = 0;
        producer.wakeConsumer();
        pins.unpin();
        return end;
    }

    @Override
    public void abort() {
        if (position == NONE) {
            return;
        }
        if (pins.pin()) {
            producer.abort(position, length);
            producer.wakeConsumer();
            pins.unpin();
        }
        position = NONE;
        length = 0;
    }

    @Override
    public void close() {
        abort();
    }
}
