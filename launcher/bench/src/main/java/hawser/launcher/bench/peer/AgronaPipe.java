// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import java.util.function.Function;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A ring buffer of Agrona's. */
public final class AgronaPipe implements Pipe {
    private static final int TYPE = 1;

    private final SharedMemory memory;
    private final RingBuffer ring;
    private UnsafeBuffer destination;
    private final MessageHandler copy =
            (type, buffer, index, length) -> destination.putBytes(0, buffer, index, length);

    private AgronaPipe(int length, Function<AtomicBuffer, RingBuffer> kind) {
        memory = SharedMemory.of(Pipe.capacity(length) + RingBufferDescriptor.TRAILER_LENGTH);
        ring = kind.apply(memory.buffer());
    }

    /** {@return one with a single producer} */
    public static Pipe oneToOne(int length) {
        return new AgronaPipe(length, OneToOneRingBuffer::new);
    }

    /** {@return one for many producers} */
    public static Pipe manyToOne(int length) {
        return new AgronaPipe(length, ManyToOneRingBuffer::new);
    }

    @Override
    public boolean offer(UnsafeBuffer message) {
        return ring.write(TYPE, message, 0, message.capacity());
    }

    @Override
    public int poll(UnsafeBuffer into, int limit) {
        destination = into;
        return ring.read(copy, limit);
    }

    @Override
    public void close() {
        memory.close();
    }
}
