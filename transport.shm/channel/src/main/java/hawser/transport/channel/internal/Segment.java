// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelSizes;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A channel's memory, mapped. Whoever made it closes it, when nobody reads its rings any more; whoever else touches it
 * does so between a pin and leaving its seat.
 */
final class Segment implements AutoCloseable {
    private final int descriptor;
    private final long address;
    private final LendableMapping mapping;
    private final long length;
    private final long toNativeCapacity;
    private final long toRendererCapacity;
    private final Pins pins = new Pins();

    private Segment(int descriptor, long address, long length, long toNativeCapacity, long toRendererCapacity) {
        this.descriptor = descriptor;
        this.address = address;
        this.length = length;
        this.mapping = new LendableMapping(address, length);
        this.toNativeCapacity = toNativeCapacity;
        this.toRendererCapacity = toRendererCapacity;
    }

    static Segment create(String name, ChannelSizes sizes) {
        long toNative = ChannelDescriptor.capacity(sizes.toNative());
        long toRenderer = ChannelDescriptor.capacity(sizes.toRenderer());
        long length = ChannelDescriptor.length(toNative, toRenderer);
        int descriptor = NativeMemory.hawser_memory_create(name, length);
        if (descriptor < 0) {
            throw failure(name, length);
        }
        long address = hasMemoryForReader(descriptor, toNative, toRenderer)
                ? NativeMemory.hawser_memory_map(descriptor, length) : 0;
        if (address == 0) {
            ChannelException failure = failure(name, length);
            NativeMemory.hawser_memory_close(descriptor);
            throw failure;
        }
        Segment segment = new Segment(descriptor, address, length, toNative, toRenderer);
        segment.format();
        return segment;
    }

    /** A reader looks at the first length words of both rings before anything is written there. */
    private static boolean hasMemoryForReader(int descriptor, long toNative, long toRenderer) {
        long first = ChannelDescriptor.DATA_OFFSET + toNative;
        return NativeMemory.hawser_memory_reserve(descriptor, first, RecordDescriptor.ALIGNMENT) == 0
                && NativeMemory.hawser_memory_reserve(descriptor, first + toRenderer, RecordDescriptor.ALIGNMENT) == 0;
    }

    private static ChannelException failure(String name, long length) {
        return new ChannelException("a channel's memory must be had: name=" + name + ", length=" + length + ": "
                + NativeMemory.hawser_error());
    }

    private void format() {
        UnsafeBuffer header = new UnsafeBuffer(address, ChannelDescriptor.TO_NATIVE_STATE_OFFSET);
        header.putInt(ChannelDescriptor.VERSION_OFFSET,
                ChannelDescriptor.VERSION_MAJOR << 16 | ChannelDescriptor.VERSION_MINOR);
        header.putLong(ChannelDescriptor.LENGTH_OFFSET, length);
        header.putLong(ChannelDescriptor.TO_NATIVE_CAPACITY_OFFSET, toNativeCapacity);
        header.putLong(ChannelDescriptor.TO_RENDERER_CAPACITY_OFFSET, toRendererCapacity);
        header.putLong(ChannelDescriptor.SIDE_CAPACITY_OFFSET, sideCapacity());
        state(ChannelDescriptor.TO_NATIVE_STATE_OFFSET).putInt(
                ChannelDescriptor.PRODUCERS_OFFSET, ChannelDescriptor.PRODUCERS_MANY);
        state(ChannelDescriptor.TO_RENDERER_STATE_OFFSET).putInt(
                ChannelDescriptor.PRODUCERS_OFFSET, ChannelDescriptor.PRODUCERS_ONE);
        state(ChannelDescriptor.SIDE_STATE_OFFSET).putInt(
                ChannelDescriptor.PRODUCERS_OFFSET, ChannelDescriptor.PRODUCERS_MANY);
        header.putInt(ChannelDescriptor.RENDERER_PID_OFFSET, (int) ProcessHandle.current().pid());
        header.putIntRelease(ChannelDescriptor.MAGIC_OFFSET, ChannelDescriptor.MAGIC);
    }

    int descriptor() {
        return descriptor;
    }

    long length() {
        return length;
    }

    private long sideCapacity() {
        return ChannelDescriptor.sideCapacity(toRendererCapacity);
    }

    Pins pins() {
        return pins;
    }

    RingMemory toNative() {
        return new RingMemory(state(ChannelDescriptor.TO_NATIVE_STATE_OFFSET), data(0, toNativeCapacity), lender(0),
                null, new UnsafeBuffer(address + ChannelDescriptor.SEATS_OFFSET,
                        ChannelDescriptor.DATA_OFFSET - ChannelDescriptor.SEATS_OFFSET));
    }

    /** Makes sure that memory stands behind what producers write to the native end. */
    Reservation reservationToNative() {
        return Reservation.of(descriptor, length, ChannelDescriptor.DATA_OFFSET, toNativeCapacity);
    }

    RingMemory toRenderer() {
        return new RingMemory(state(ChannelDescriptor.TO_RENDERER_STATE_OFFSET),
                data(toNativeCapacity, toRendererCapacity), lender(toNativeCapacity), null);
    }

    /** The ring beside the one to the renderer; its consumer sleeps on that one's flag. */
    RingMemory side() {
        return new RingMemory(state(ChannelDescriptor.SIDE_STATE_OFFSET),
                data(toNativeCapacity + toRendererCapacity, sideCapacity()),
                lender(toNativeCapacity + toRendererCapacity), toRenderer().consumerSleeps);
    }

    Credits credits() {
        return new Credits(new UnsafeBuffer(address, ChannelDescriptor.DATA_OFFSET));
    }

    private UnsafeBuffer state(int offset) {
        return new UnsafeBuffer(address + offset, ChannelDescriptor.RING_STATE_LENGTH);
    }

    private UnsafeBuffer data(long offset, long capacity) {
        return new UnsafeBuffer(address + ChannelDescriptor.DATA_OFFSET + offset, (int) capacity);
    }

    private LendableMapping.Lender lender(long offset) {
        return (index, count) -> mapping.lend(ChannelDescriptor.DATA_OFFSET + offset + index, count);
    }

    @Override
    public void close() {
        close(() -> { });
    }

    /** Closes; the action runs when nobody else touches the memory any more, and it still is there. */
    void close(Runnable last) {
        pins.close();
        last.run();
        mapping.end();
        NativeMemory.hawser_memory_close(descriptor);
    }
}
