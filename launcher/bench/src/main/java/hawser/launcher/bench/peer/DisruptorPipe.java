// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The Disruptor, with a slot of memory per entry; so few slots that they stay in a processor's cache. */
public final class DisruptorPipe implements Pipe {
    private static final int SLOTS_MAX = 1024;

    private final RingBuffer<UnsafeBuffer> ring;
    private final EventPoller<UnsafeBuffer> poller;
    private final EventPoller.Handler<UnsafeBuffer> copy = this::copy;
    private UnsafeBuffer destination;
    private int left;

    /** For messages of that length. */
    public DisruptorPipe(int length) {
        int slots = Math.min(SLOTS_MAX, Pipe.capacity(length) / length);
        ring = RingBuffer.createSingleProducer(() -> Pipe.message(length), slots, new BusySpinWaitStrategy());
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    @Override
    public boolean offer(UnsafeBuffer message) {
        if (!ring.hasAvailableCapacity(1)) {
            return false;
        }
        long sequence = ring.next();
        ring.get(sequence).putBytes(0, message, 0, message.capacity());
        ring.publish(sequence);
        return true;
    }

    @Override
    public int poll(UnsafeBuffer into, int limit) throws Exception {
        destination = into;
        left = limit;
        poller.poll(copy);
        return limit - left;
    }

    /** Whether it wants more. */
    private boolean copy(UnsafeBuffer slot, long sequence, boolean endOfBatch) {
        destination.putBytes(0, slot, 0, destination.capacity());
        return --left > 0;
    }

    @Override
    public void close() {
        // only memory
    }
}
