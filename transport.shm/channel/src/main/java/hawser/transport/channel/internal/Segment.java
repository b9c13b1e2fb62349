// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelSizes;
import org.agrona.concurrent.UnsafeBuffer;

/** A channel's memory, mapped. Whoever made it closes it, when nobody reads or writes it any more. */
final class Segment implements AutoCloseable {
    private final int descriptor;
    private final long address;
    private final long length;
    private final long toNativeCapacity;
    private final long toRendererCapacity;

    private Segment(int descriptor, long address, long length, long toNativeCapacity, long toRendererCapacity) {
        this.descriptor = descriptor;
        this.address = address;
        this.length = length;
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
        long address = NativeMemory.hawser_memory_map(descriptor, length);
        if (address == 0) {
            ChannelException failure = failure(name, length);
            NativeMemory.hawser_memory_close(descriptor);
            throw failure;
        }
        Segment segment = new Segment(descriptor, address, length, toNative, toRenderer);
        segment.format();
        return segment;
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
        header.putInt(ChannelDescriptor.RENDERER_PID_OFFSET, (int) ProcessHandle.current().pid());
        header.putIntRelease(ChannelDescriptor.MAGIC_OFFSET, ChannelDescriptor.MAGIC);
    }

    int descriptor() {
        return descriptor;
    }

    long length() {
        return length;
    }

    RingMemory toNative() {
        return new RingMemory(address + ChannelDescriptor.TO_NATIVE_STATE_OFFSET,
                address + ChannelDescriptor.DATA_OFFSET, (int) toNativeCapacity);
    }

    RingMemory toRenderer() {
        return new RingMemory(address + ChannelDescriptor.TO_RENDERER_STATE_OFFSET,
                address + ChannelDescriptor.DATA_OFFSET + toNativeCapacity, (int) toRendererCapacity);
    }

    @Override
    public void close() {
        NativeMemory.hawser_memory_unmap(address, length);
        NativeMemory.hawser_memory_close(descriptor);
    }
}
