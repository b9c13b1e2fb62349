// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

/**
 * Layout of a channel's memory. Every offset into it is named here and in {@code channel.h}, and nowhere else.
 * <pre>
 *   0        128         640           1152         1664      18176   20480       20480 + A     20480 + A + B
 *  +--------+-----------+-------------+------------+---------+-------+-----------+-------------+-----------+
 *  | header | to-native | to-renderer | side state | credits | seats | to-native | to-renderer | side data |
 *  |        | state     | state       |            |         |       | data      | data        |           |
 *  +--------+-----------+-------------+------------+---------+-------+-----------+-------------+-----------+
 *   A = to-native capacity, B = to-renderer capacity
 * </pre>
 * The side ring leads to the renderer, too, and is for the native end's other threads. A ring's state has a pair of
 * cache lines for each writer: the producer's, the consumer's, and two sleep flags. The side ring's consumer sleeps on
 * the to-renderer ring's flag. Of the credits, each stream has an entry: its correlation, and how many chunks the
 * native end may send in all. A seat has what one thread, who alone writes it, has offered to the native end; what
 * threads without a seat have is in the ring's state. Neighbours lie in different cache lines.
 */
final class ChannelDescriptor {
    /** "HWSR": marks a finished segment; stored last, with release, so that no reader sees half a header. */
    static final int MAGIC = 0x48575352;
    static final int VERSION_MAJOR = 2;
    static final int VERSION_MINOR = 0;
    /** A ring's data; each a multiple of a record's alignment. */
    static final int CAPACITY_MIN = 1024;
    static final int CAPACITY_MAX = 500 * 1024 * 1024;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int LENGTH_OFFSET = 8;
    static final int TO_NATIVE_CAPACITY_OFFSET = 16;
    static final int TO_RENDERER_CAPACITY_OFFSET = 24;
    static final int GENERATION_OFFSET = 32;
    static final int RENDERER_PID_OFFSET = 36;
    static final int NATIVE_PID_OFFSET = 40;
    static final int SIDE_CAPACITY_OFFSET = 48;
    static final int TO_NATIVE_STATE_OFFSET = 128;
    static final int TO_RENDERER_STATE_OFFSET = 640;
    static final int SIDE_STATE_OFFSET = 1152;
    /** 1 while the native end waits for credit. */
    static final int CREDIT_SLEEPS_OFFSET = 1664;
    static final int CREDITS_OFFSET = 1792;
    static final int SEATS_OFFSET = 18176;
    static final int DATA_OFFSET = 20480;

    /** Within the credits. */
    static final int CREDITS = 1024;
    static final int CREDIT_LENGTH = 16;
    static final int CREDIT_CORRELATION_OFFSET = 0;
    static final int CREDIT_LIMIT_OFFSET = 8;
    static final int CREDIT_CANCELLED = -1;

    /** Where a thread that offers to the native end counts by itself: as many as lie in the lines of the seats. */
    static final int SEATS = 16;
    static final int SEAT_LINES = 4;
    static final int SEAT_LINE_LENGTH = 64;
    static final int SEAT_LENGTH = 16;
    static final int SEAT_MESSAGES_OFFSET = 0;
    static final int SEAT_BYTES_OFFSET = 8;

    /** Within a ring's state. */
    static final int PRODUCER_POSITION_OFFSET = 0;
    static final int PRODUCER_MESSAGES_OFFSET = 8;
    static final int PRODUCER_BYTES_OFFSET = 16;
    static final int BACK_PRESSURED_OFFSET = 24;
    static final int LOSSES_OFFSET = 32;
    static final int PRODUCER_WAKES_OFFSET = 40;
    static final int PRODUCERS_OFFSET = 48;
    static final int CONSUMER_POSITION_OFFSET = 128;
    static final int CONSUMER_MESSAGES_OFFSET = 136;
    static final int CONSUMER_REJECTS_OFFSET = 144;
    static final int CONSUMER_SLEEP_COUNT_OFFSET = 152;
    static final int CONSUMER_SLEEPS_OFFSET = 256;
    static final int PRODUCER_SLEEPS_OFFSET = 384;
    static final int RING_STATE_LENGTH = 512;

    /** What stands at {@link #PRODUCERS_OFFSET}: the one producer zeroes the next length word ahead. */
    static final int PRODUCERS_ONE = 0;
    /** Producers compare and set the position; the consumer clears what it read before it publishes. */
    static final int PRODUCERS_MANY = 1;

    private static final long SIDE_CAPACITY = 64 * 1024;

    private ChannelDescriptor() {
    }

    /** Where the seat of that number lies, from the first. */
    static int seat(int number) {
        return number % SEAT_LINES * SEAT_LINE_LENGTH + number / SEAT_LINES * SEAT_LENGTH;
    }

    /** The capacity of a ring that was asked to hold so many bytes. */
    static long capacity(long size) {
        return RecordDescriptor.align(size);
    }

    /** The capacity of the side ring beside a to-renderer ring of the given capacity. */
    static long sideCapacity(long toRendererCapacity) {
        return Math.min(SIDE_CAPACITY, toRendererCapacity);
    }

    /** The length of the whole segment. */
    static long length(long toNativeCapacity, long toRendererCapacity) {
        return DATA_OFFSET + toNativeCapacity + toRendererCapacity + sideCapacity(toRendererCapacity);
    }
}
