// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

/**
 * How much of a large ring has memory behind it: the first part, and more in steps ahead of what is written. A step
 * is a part of all before it, from {@link #FIRST} to {@link #STEP}. The same numbers as in {@code memory.h}.
 */
final class Reservation {
    /** All of it. */
    static final Reservation COMPLETE = new Reservation(-1, 0, 0, Long.MAX_VALUE);
    /** A segment of up to that length has all its memory from the beginning. */
    private static final long WHOLE = 16 * 1024 * 1024;
    private static final long FIRST = 64 * 1024;
    private static final long PART = 16;
    private static final long STEP = 4 * 1024 * 1024;
    private static final long UNIT = 4096;

    private final int descriptor;
    private final long offset;
    private final long capacity;
    private volatile long reserved;

    private Reservation(int descriptor, long offset, long capacity, long reserved) {
        this.descriptor = descriptor;
        this.offset = offset;
        this.capacity = capacity;
        this.reserved = reserved;
    }

    /** Of a ring whose data has that place in a segment of that length. */
    static Reservation of(int descriptor, long length, long offset, long capacity) {
        return length <= WHOLE ? COMPLETE : new Reservation(descriptor, offset, capacity, Math.max(0, FIRST - offset));
    }

    /** Whether there is memory up to that index; reserves more if there is none yet. */
    boolean covers(long end) {
        return end <= reserved || reserve(end);
    }

    private synchronized boolean reserve(long end) {
        while (end > reserved) {
            long part = reserved / PART / UNIT * UNIT;
            long step = Math.min(Math.max(FIRST, Math.min(part, STEP)), capacity - reserved);
            if (NativeMemory.hawser_memory_reserve(descriptor, offset + reserved, step) != 0) {
                return false;
            }
            reserved = reserved + step;
        }
        return true;
    }
}
