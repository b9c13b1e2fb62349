// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The other end of a channel, in Java, over a mapping of its own. */
final class NativeEnd implements AutoCloseable {
    private final Pins pins = new Pins();
    private final Runnable unmap;
    private final UnsafeBuffer all;
    final RingMemory toNative;
    final RingMemory toRenderer;
    final RingMemory toSide;
    final RingConsumer requests;
    final RingProducer answers;
    final RingProducer side;

    NativeEnd(SharedMemoryChannel channel) {
        this(channel.length(), NativeMemory.hawser_memory_map(channel.descriptor(), channel.length()));
    }

    private NativeEnd(long length, long address) {
        this(new UnsafeBuffer(address, (int) length), () -> NativeMemory.hawser_memory_unmap(address, length));
    }

    /** Over memory that was mapped by somebody else. */
    NativeEnd(UnsafeBuffer all) {
        this(all, () -> { });
    }

    private NativeEnd(UnsafeBuffer all, Runnable unmap) {
        this.all = all;
        this.unmap = unmap;
        int toNativeCapacity = (int) all.getLong(ChannelDescriptor.TO_NATIVE_CAPACITY_OFFSET);
        int toRendererCapacity = (int) all.getLong(ChannelDescriptor.TO_RENDERER_CAPACITY_OFFSET);
        int sideCapacity = (int) all.getLong(ChannelDescriptor.SIDE_CAPACITY_OFFSET);
        toNative = ring(ChannelDescriptor.TO_NATIVE_STATE_OFFSET, 0, toNativeCapacity, null);
        toRenderer = ring(ChannelDescriptor.TO_RENDERER_STATE_OFFSET, toNativeCapacity, toRendererCapacity, null);
        toSide = ring(ChannelDescriptor.SIDE_STATE_OFFSET, toNativeCapacity + toRendererCapacity, sideCapacity,
                toRenderer.consumerSleeps);
        requests = new RingConsumer(toNative, pins);
        answers = RingProducer.of(toRenderer);
        side = RingProducer.of(toSide);
    }

    private RingMemory ring(int state, int data, int capacity, SleepFlag sleeps) {
        return new RingMemory(new UnsafeBuffer(all, state, ChannelDescriptor.RING_STATE_LENGTH),
                new UnsafeBuffer(all, ChannelDescriptor.DATA_OFFSET + data, capacity), (index, length) -> null, sleeps);
    }

    /** Takes so many records. */
    void take(int count, RecordHandler handler) {
        for (int taken = 0; taken < count;) {
            taken += requests.poll(handler, count - taken);
        }
    }

    /** Answers so many requests, each with its own payload. */
    void echo(int count) {
        take(count, (type, correlation, key, payload) -> answer(correlation, payload.copy()));
    }

    long answer(long correlation, byte[] payload) {
        return answers.offer(RecordType.RESPONSE, correlation, 0, 0, ByteBuffer.wrap(payload));
    }

    /** Writes a length that cannot be. */
    void poison() {
        answers.data.putIntRelease(RecordDescriptor.LENGTH_OFFSET, -1);
        answers.wakeConsumer();
    }

    /** Commits an empty answer and leaves it to the caller that it is read. */
    synchronized void answerUnheard(long correlation) {
        long position = answers.claim(0);
        answers.describe(position, RecordType.RESPONSE, correlation, 0, 0);
        answers.commit(position, 0, 0);
    }

    @Override
    public void close() {
        pins.close();
        unmap.run();
    }
}
