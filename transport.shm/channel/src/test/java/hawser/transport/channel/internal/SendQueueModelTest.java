// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.SendResult;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever room there is when, accepted messages arrive once and in order, and the refused do not. */
class SendQueueModelTest {
    private static final int QUEUE = 4;

    /** An outlet with room for so many messages. */
    private static final class Slots implements Outlet {
        private final Queue<Integer> held = new ArrayDeque<>();
        private final int room;
        private long written;
        private long consumed;
        private volatile Thread waiting;

        Slots(int room) {
            this.room = room;
        }

        @Override
        public int maxPayload() {
            return Integer.BYTES;
        }

        @Override
        public synchronized long write(ByteBuffer message) {
            if (held.size() == room) {
                return SharedMemoryChannel.BACK_PRESSURED;
            }
            held.add(message.getInt(message.position()));
            return ++written;
        }

        synchronized Integer take() {
            Integer taken = held.poll();
            consumed += taken == null ? 0 : 1;
            LockSupport.unpark(waiting);
            return taken;
        }

        @Override
        public synchronized boolean isConsumed(long position) {
            return consumed >= position;
        }

        @Override
        public long progress() {
            return 0;
        }

        @Override
        public void awaitProgress(long progress, long timeoutNs, BooleanSupplier over) {
            waiting = Thread.currentThread();
            if (!over.getAsBoolean()) {
                LockSupport.parkNanos(this, 1_000_000);
            }
        }

        @Override
        public void interrupt() {
            LockSupport.unpark(waiting);
        }

        @Override
        public void countLosses(long messages) {
            throw new AssertionError("nothing is lost: " + messages);
        }
    }

    @Property(tries = 100)
    void shouldDeliverWhatItAcceptedOnceAndInOrder(@ForAll @IntRange(min = 1, max = 3) int room,
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 2) Integer> steps) {
        Slots slots = new Slots(room);
        SendQueue queue = new SendQueue("model", slots, ChannelOptions.defaults().withQueue(QUEUE, 1024));
        List<Integer> accepted = new ArrayList<>();
        List<Integer> delivered = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) == 0) {
                add(delivered, slots.take());
            } else if (queue.send(ByteBuffer.allocate(Integer.BYTES).putInt(0, i)) == SendResult.ACCEPTED) {
                accepted.add(i);
            }
        }
        while (delivered.size() < accepted.size()) {
            add(delivered, slots.take());
        }

        assertEquals(accepted, delivered);
        queue.sendDirect(ByteBuffer.allocate(Integer.BYTES), Duration.ofMinutes(1), false)
                .toCompletableFuture().join();
        queue.close(ChannelException.Reason.CLOSED);
        assertEquals(0, queue.discarded());
    }

    private static void add(List<Integer> delivered, Integer taken) {
        if (taken != null) {
            delivered.add(taken);
        }
    }
}
