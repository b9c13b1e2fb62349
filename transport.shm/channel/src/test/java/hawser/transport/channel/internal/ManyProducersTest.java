// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyProducersTest extends RingContract {
    private static final int PRODUCERS = 3;
    private static final int MESSAGES = 20_000;

    @Override
    RingMemory ring() {
        return segment.toNative();
    }

    @Test
    void shouldClearWhatWasReadBeforeItIsClaimedAgain() {
        for (int i = 0; i < 200; i++) {
            byte[] ones = new byte[i];
            Arrays.fill(ones, (byte) -1);
            producer.offer(RecordType.MESSAGE, i, 0, 0, ByteBuffer.wrap(ones));
            consumer.poll(IGNORED, 10);
            for (int unit = 0; unit < ring.capacity; unit += RecordDescriptor.ALIGNMENT) {
                assertEquals(0, ring.data.getInt(unit), "unit=" + unit);
            }
        }
    }

    @Test
    void shouldNotTrustAProducersPositionThatCannotBe() {
        for (long position : new long[] {-64, 7, Long.MAX_VALUE, Long.MIN_VALUE, 1 << 20}) {
            ring.state.putLong(ChannelDescriptor.PRODUCER_POSITION_OFFSET, position);

            assertEquals(SharedMemoryChannel.POISONED, offer("x"), "position=" + position);
        }
    }

    @Test
    void shouldPassByWhatDeadProducersClaimedWhenSomethingIsBehind() {
        for (int length = 0; length < ring.capacity / 3; length += 7) {
            assertEquals(0, new RingClaim(producer, segment.pins()).open(length));
            offer("behind");
            assertEquals(0, consumer.poll(IGNORED, 10), "length=" + length);

            assertTrue(consumer.passAbandoned());

            assertEquals(1, consumer.poll(IGNORED, 10));
            assertFalse(consumer.passAbandoned());
        }
    }

    @Test
    void shouldNotTakeAMarkForAClaimThatCannotBe() {
        for (int length : new int[] {-1, -63, Integer.MIN_VALUE, -ring.capacity - 64}) {
            ring.data.putInt(RecordDescriptor.LENGTH_OFFSET, length);
            assertEquals(RingConsumer.POISONED, consumer.poll(IGNORED, 1), "length=" + length);
        }
        ring.data.putInt(RecordDescriptor.LENGTH_OFFSET, 0);
        ring.state.putLong(ChannelDescriptor.PRODUCER_POSITION_OFFSET, ring.capacity + 64L);
        assertFalse(consumer.passAbandoned());
    }

    @Test
    void shouldKeepEachProducersOrderAndContentWhenManyClaimCommitAndAbort() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int id = i;
            threads.add(new Thread(() -> produce(id)));
        }
        threads.forEach(Thread::start);
        long[] next = new long[PRODUCERS];
        List<String> wrong = new ArrayList<>();

        RecordHandler checking = (type, correlation, key, payload) -> check(correlation, key, payload, next, wrong);
        for (int taken = 0; taken < PRODUCERS * MESSAGES;) {
            taken += consumer.poll(checking, 32);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(List.of(), wrong);
        assertEquals(0, consumer.poll(IGNORED, 1));
        assertEquals(PRODUCERS * MESSAGES, ring.counts().messages());
    }

    private void produce(int id) {
        RingClaim own = new RingClaim(producer, segment.pins());
        for (int i = 0; i < MESSAGES;) {
            int length = 8 + (i * 7 + id) % 300;
            if (own.open(length) < 0) {
                Thread.onSpinWait();
            } else if (i % 5 == 4 && own.length() % 2 == 0) {
                own.abort();
                i += send(i, id, 16) ? 1 : 0;
            } else {
                own.put(8, ByteBuffer.wrap(pattern(length - 8)));
                own.putLong(0, i);
                own.commit(RecordType.MESSAGE, i, 0, id, i % 3 == 0 ? 8 : length);
                i++;
            }
        }
    }

    private boolean send(long number, int id, int length) {
        ByteBuffer payload = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        payload.putLong(0, number);
        return producer.offer(RecordType.MESSAGE, number, 0, id, payload) > 0;
    }

    private static void check(long correlation, int id, RecordView payload, long[] next, List<String> wrong) {
        if (correlation != next[id]++ || payload.getLong(0) != correlation) {
            wrong.add(id + ": " + correlation + ", " + payload.getLong(0));
        }
    }
}
