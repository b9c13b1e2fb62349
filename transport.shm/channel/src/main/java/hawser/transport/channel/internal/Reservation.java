// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

/** How much of a large ring has memory behind it: the first part, and more in steps ahead of what is written. */
final class Reservation {
    /** All of it. */
    static final Reservation COMPLETE = new Reservation(-1, 0, 0);
    /** Of the whole segment; the same number as in {@code memory.h}. */
    private static final long AT_CREATION = 16 * 1024 * 1024;
    private static final long STEP = 4 * 1024 * 1024;

    private final int descriptor;
    private final long offset;
    private final long capacity;
    private volatile long reserved;

    /** Of a ring whose data has that place in the segment. */
    Reservation(int descriptor, long offset, long capacity) {
        this.descriptor = descriptor;
        this.offset = offset;
        this.capacity = capacity;
        boolean complete = descriptor < 0 || offset + capacity <= AT_CREATION;
        this.reserved = complete ? Long.MAX_VALUE : Math.max(0, AT_CREATION - offset);
    }

    /** Whether there is memory up to that index; reserves more if there is none yet. */
    boolean covers(long end) {
        return end <= reserved || reserve(end);
    }

    private synchronized boolean reserve(long end) {
        while (end > reserved) {
            long step = Math.min(STEP, capacity - reserved);
            if (NativeMemory.hawser_memory_reserve(descriptor, offset + reserved, step) != 0) {
                return false;
            }
            reserved = reserved + step;
        }
        return true;
    }
}
