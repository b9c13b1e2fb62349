// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A part of a ring whose user ends before one of its stores: each store that is made is a point to die at. */
final class DyingBuffer extends UnsafeBuffer {
    /** Counts the stores of one end down to its last; shared by the parts of the ring. */
    static final class Fuse {
        private final Runnable end;
        private long left = Long.MAX_VALUE;

        Fuse(Runnable atEnd) {
            end = atEnd;
        }

        /** So many more stores. */
        void light(long stores) {
            left = stores;
        }

        boolean isBurnt() {
            return left < 0;
        }

        private void store() {
            if (--left < 0) {
                end.run();
            }
        }
    }

    private final Fuse fuse;

    DyingBuffer(DirectBuffer memory, Fuse fuse) {
        super(memory);
        this.fuse = fuse;
    }

    /** The same ring, used by somebody with that fuse. */
    static RingMemory of(RingMemory ring, Fuse fuse) {
        return new RingMemory(new DyingBuffer(ring.state, fuse), new DyingBuffer(ring.data, fuse),
                ring.lender, ring.consumerSleeps);
    }

    @Override
    public void putInt(int index, int value) {
        fuse.store();
        super.putInt(index, value);
    }

    @Override
    public void putIntOpaque(int index, int value) {
        fuse.store();
        super.putIntOpaque(index, value);
    }

    @Override
    public void putIntRelease(int index, int value) {
        fuse.store();
        super.putIntRelease(index, value);
    }

    @Override
    public void putLong(int index, long value) {
        fuse.store();
        super.putLong(index, value);
    }

    @Override
    public void putLongOpaque(int index, long value) {
        fuse.store();
        super.putLongOpaque(index, value);
    }

    @Override
    public void putLongRelease(int index, long value) {
        fuse.store();
        super.putLongRelease(index, value);
    }

    @Override
    public boolean compareAndSetLong(int index, long expected, long update) {
        fuse.store();
        return super.compareAndSetLong(index, expected, update);
    }

    @Override
    public long getAndAddLong(int index, long delta) {
        fuse.store();
        return super.getAndAddLong(index, delta);
    }

    @Override
    public void putBytes(int index, ByteBuffer source, int sourceIndex, int length) {
        fuse.store();
        super.putBytes(index, source, sourceIndex, length);
    }
}
