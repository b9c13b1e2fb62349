// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many records in one offer. */
class BurstTest extends ChannelFixture {
    private static final int PRODUCERS = 3;
    private static final int BURSTS = 2_000;
    private final List<ByteBuffer> received = new ArrayList<>();

    private static ByteBuffer[] messages(int count) {
        return IntStream.range(0, count).mapToObj(CrashMessage::of).toArray(ByteBuffer[]::new);
    }

    private int offer(ByteBuffer[] payloads, int from, int to) {
        return channel.offerAll(RecordType.MESSAGE, 7, payloads, from, to);
    }

    private void takeAll() {
        peer.requests.poll((type, correlation, key, payload) -> {
            assertEquals(RecordType.MESSAGE, type);
            assertEquals(0, correlation);
            assertEquals(7, key);
            received.add(ByteBuffer.wrap(payload.copy()));
        }, Integer.MAX_VALUE);
    }

    @Test
    void shouldCarryWhatFitsAndTheRestWhenThereIsRoomAcrossEveryEndOfTheData() {
        ByteBuffer[] sent = messages(300);
        sent[5] = ByteBuffer.allocate(0);
        int next = 0;
        while (next < sent.length) {
            int taken = offer(sent, next, sent.length);
            assertTrue(taken > 0 || taken == SharedMemoryChannel.BACK_PRESSURED, "taken=" + taken);
            next += Math.max(taken, 0);
            takeAll();
        }

        assertEquals(Arrays.asList(sent), received);
        assertEquals(sent.length, channel.info().toNative().messages());
        assertEquals(Arrays.stream(sent).mapToLong(ByteBuffer::remaining).sum(), channel.info().toNative().bytes());
    }

    @Test
    void shouldCarryEachRequestsCorrelationAcrossEveryEndOfTheData() {
        byte[][] sent = IntStream.range(0, 300).mapToObj(number -> new byte[number % 90]).toArray(byte[][]::new);
        long[] correlations = IntStream.range(0, sent.length).mapToLong(number -> 1_000 + number).toArray();
        List<Long> found = new ArrayList<>();
        for (int next = 0; next < sent.length;) {
            int taken = channel.offerAll(RecordType.REQUEST, 9, correlations, new long[300], sent, next, sent.length);
            assertTrue(taken > 0 || taken == SharedMemoryChannel.BACK_PRESSURED, "taken=" + taken);
            next += Math.max(taken, 0);
            peer.requests.poll((type, correlation, key, payload) -> {
                assertEquals(RecordType.REQUEST, type);
                assertEquals(9, key);
                assertEquals(sent[(int) correlation - 1_000].length, payload.length());
                found.add(correlation);
            }, Integer.MAX_VALUE);
        }

        assertEquals(Arrays.stream(correlations).boxed().toList(), found);
    }

    @Test
    void shouldGiveEachRequestItsDeadline() {
        long[] deadlines = {0, Long.MAX_VALUE, 4711};

        assertEquals(3, channel.offerAll(RecordType.REQUEST, 9, new long[3], deadlines, new byte[3][1], 0, 3));

        for (int i = 0; i < deadlines.length; i++) {
            int index = i * RingProducer.span(1);
            assertEquals(deadlines[i], peer.toNative.data.getLong(index + RecordDescriptor.DEADLINE_OFFSET));
        }
    }

    @Test
    void shouldRefuseArraysThatDoNotGoTogether() {
        assertThrows(IndexOutOfBoundsException.class, () ->
                channel.offerAll(RecordType.REQUEST, 9, new long[1], new long[2], new byte[2][1], 0, 2));
    }

    @Test
    void shouldTakeThoseBeforeOneThatIsTooLong() {
        ByteBuffer[] sent = {ByteBuffer.allocate(1), ByteBuffer.allocate(2), ByteBuffer.allocate(4096)};

        assertEquals(2, offer(sent, 0, 3));
        assertEquals(SharedMemoryChannel.TOO_LONG, offer(sent, 2, 3));
        assertEquals(0, offer(sent, 3, 3));
        takeAll();
        assertEquals(List.of(sent[0], sent[1]), received);
    }

    @Test
    void shouldWakeOnce() {
        peer.toNative.consumerSleeps.set();

        assertTrue(offer(messages(3), 0, 3) > 1);

        assertEquals(1, channel.info().toNative().wakes());
    }

    @Test
    void shouldRefuseWhatIsNotThereAndWhenItIsClosed() {
        assertThrows(IndexOutOfBoundsException.class, () -> offer(messages(1), 0, 2));
        channel.close();

        assertEquals(SharedMemoryChannel.CLOSED, offer(messages(1), 0, 1));
    }

    /** What one of them commits is together, and its bursts are in order. */
    @Test
    void shouldKeepEachProducersOrderWhenManyOfferBursts() {
        List<Thread> threads = IntStream.range(0, PRODUCERS).mapToObj(id -> new Thread(() -> produce(id))).toList();
        threads.forEach(Thread::start);
        int[] next = new int[PRODUCERS];
        int[] taken = {0};
        while (taken[0] < PRODUCERS * BURSTS * 2) {
            peer.requests.poll((type, correlation, key, payload) -> {
                assertEquals(next[key]++, payload.getInt(0));
                taken[0]++;
            }, 16);
        }
        threads.forEach(Threads::join);

        assertEquals(PRODUCERS * BURSTS * 2L, channel.info().toNative().messages());
    }

    private void produce(int id) {
        for (int i = 0; i < BURSTS; i++) {
            ByteBuffer[] pair = {number(2 * i), number(2 * i + 1)};
            for (int sent = 0; sent < pair.length;) {
                sent += Math.max(0, channel.offerAll(RecordType.MESSAGE, id, pair, sent, pair.length));
            }
        }
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(0, value);
    }

    /** The producer dies at each store: those behind it are told apart from what it left. */
    @Test
    void shouldDeliverAllOrNothingOfAClaimWhenItsProducerDies() {
        long stores = 0;
        while (dies(stores)) {
            stores++;
        }
        assertTrue(stores > 20, "stores=" + stores);
    }

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static void die() {
        throw new Died();
    }

    private static boolean dies(long stores) {
        ByteBuffer[] sent = {ByteBuffer.allocate(1), ByteBuffer.allocate(2), ByteBuffer.allocate(3)};
        try (Segment segment = Segment.create("dying", new ChannelSizes(4096, 4096))) {
            RingMemory ring = segment.toNative();
            DyingBuffer.Fuse fuse = new DyingBuffer.Fuse(BurstTest::die);
            RingProducer producer = RingProducer.of(DyingBuffer.of(ring, fuse));
            RingConsumer consumer = new RingConsumer(ring, segment.pins());
            fuse.light(stores);
            try {
                assertEquals(3, new Burst(producer).offer(Seat.OF_ALL, RecordType.MESSAGE, 0,
                        Burst.Labels.NONE, sent, 0, 3));
            } catch (Died e) {
                RingProducer.of(ring).offer(RecordType.MESSAGE, 4, 0, 0, ByteBuffer.allocate(4));
            }
            List<Integer> lengths = new ArrayList<>();
            int taken = 1;
            while (taken > 0 || consumer.passAbandoned()) {
                taken = consumer.poll((type, correlation, key, payload) -> lengths.add(payload.length()), 10);
            }
            boolean all = lengths.equals(List.of(1, 2, 3)) || lengths.equals(List.of(1, 2, 3, 4));
            assertTrue(all || lengths.equals(List.of(4)), "stores=" + stores + ", lengths=" + lengths);
            return fuse.isBurnt();
        }
    }
}
