// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.Claim;
import hawser.transport.channel.SharedMemoryChannel;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Room in a ring. Each access pins the memory, so that a channel that closes meanwhile is an exception. */
final class RingClaim implements Claim {
    private final RingProducer producer;
    private final Pins pins;
    private final Claims.Entry entry;
    private int index;
    private Seat seat;

    RingClaim(RingProducer producer, Pins pins) {
        this.producer = producer;
        this.pins = pins;
        this.entry = producer.claims.enter(this);
    }

    boolean isOf(RingProducer other) {
        return producer == other;
    }

    /** Claims: 0 or a negative code. */
    long open(int newLength) {
        if (!entry.isFree()) {
            throw new IllegalStateException("a claim must be committed or aborted before it is used again");
        }
        if (newLength < 0) {
            throw new IllegalArgumentException("a length must not be negative: length=" + newLength);
        }
        Seat pinned = pins.pin();
        if (pinned == null) {
            return SharedMemoryChannel.CLOSED;
        }
        try {
            long claimed = producer.claim(newLength);
            if (claimed < 0) {
                return claimed;
            }
            index = producer.payloadIndex(claimed);
            entry.begin(claimed, newLength);
            return 0;
        } finally {
            pinned.leave();
        }
    }

    @Override
    public int length() {
        return entry.isMine() ? entry.length() : 0;
    }

    @Override
    public void put(int offset, byte value) {
        int at = enter(offset, Byte.BYTES);
        producer.data.putByte(at, value);
        leave();
    }

    @Override
    public void putInt(int offset, int value) {
        int at = enter(offset, Integer.BYTES);
        producer.data.putInt(at, value);
        leave();
    }

    @Override
    public void putLong(int offset, long value) {
        int at = enter(offset, Long.BYTES);
        producer.data.putLong(at, value);
        leave();
    }

    @Override
    public void put(int offset, ByteBuffer bytes) {
        int at = enter(offset, bytes.remaining());
        PayloadCopy.put(producer.data, at, bytes);
        leave();
    }

    /** Checks, and pins the memory: the index in the ring's data. */
    private int enter(int offset, int count) {
        requireMine();
        Objects.checkFromIndexSize(offset, count, entry.length());
        if (!pin()) {
            throw new IllegalStateException("a claim can be written while its channel is open");
        }
        return index + offset;
    }

    private boolean pin() {
        seat = pins.pin();
        return seat != null;
    }

    private void leave() {
        seat.leave();
        Reference.reachabilityFence(this); // or the record might be taken for abandoned while it is written
    }

    private void requireMine() {
        if (!entry.isMine()) {
            throw new IllegalStateException(
                    "a claim can be used by the thread that claimed, until it is committed or aborted");
        }
    }

    @Override
    public long commit(int type, long correlation, long deadlineMs, int key, int used) {
        requireMine();
        Objects.checkFromToIndex(0, used, entry.length());
        if (!pin()) {
            entry.end();
            return SharedMemoryChannel.CLOSED;
        }
        producer.describe(entry.position(), type, correlation, deadlineMs, key);
        producer.countMessages(seat, 1, used);
        long end = producer.commit(entry.position(), entry.length(), used);
        entry.end();
        producer.wakeConsumer();
        leave();
        return end;
    }

    @Override
    public void abort() {
        if (!entry.isMine()) {
            return;
        }
        if (pin()) {
            producer.abort(entry.position(), entry.length());
            entry.end();
            producer.wakeConsumer();
            leave();
        } else {
            entry.end();
        }
    }

    @Override
    public void close() {
        abort();
    }
}
