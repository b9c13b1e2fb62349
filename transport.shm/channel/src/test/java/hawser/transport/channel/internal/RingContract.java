// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a ring does, however many producers it has. */
@ExtendWith(BoundMemory.class)
abstract class RingContract {
    static final RecordHandler IGNORED = (type, correlation, key, payload) -> { };

    final Segment segment = Segment.create("ring-test", new ChannelSizes(ChannelSizes.MIN, ChannelSizes.MIN));
    final RingMemory ring = ring();
    final RingProducer producer = RingProducer.of(ring);
    final RingConsumer consumer = new RingConsumer(ring, segment.pins());
    final RingClaim claim = new RingClaim(producer, segment.pins());

    abstract RingMemory ring();

    @AfterEach
    void close() {
        segment.close();
    }

    @Test
    void shouldCarryEveryLengthAcrossTheEndOfTheData() {
        for (int length = 0; length <= producer.maxPayload(); length++) {
            byte[] sent = pattern(length);
            long offered = producer.offer(RecordType.REQUEST, length, 0, 9, ByteBuffer.wrap(sent));
            while (offered == SharedMemoryChannel.BACK_PRESSURED) {
                consumer.poll(IGNORED, 1);
                offered = producer.offer(RecordType.REQUEST, length, 0, 9, ByteBuffer.wrap(sent));
            }
            int expected = length;
            assertEquals(1, consumer.poll((type, correlation, key, payload) -> {
                assertEquals(RecordType.REQUEST, type);
                assertEquals(expected, correlation);
                assertEquals(9, key);
                assertArrayEquals(sent, payload.copy());
            }, 10));
        }
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        ByteBuffer payload = ByteBuffer.allocate(producer.maxPayload() + 1);

        assertEquals(SharedMemoryChannel.TOO_LONG, producer.offer(RecordType.MESSAGE, 0, 0, 0, payload));
    }

    @Test
    void shouldBackPressureWhenFullAndGoOnWhenThereIsRoom() {
        int most = ring.capacity / RecordDescriptor.ALIGNMENT - 1;
        int taken = 0;
        while (offer("x") > 0) {
            taken++;
        }
        assertEquals(most, taken);
        assertEquals(SharedMemoryChannel.BACK_PRESSURED, offer("y"));
        assertEquals(2, ring.counts().backPressured());

        assertEquals(most, consumer.poll(IGNORED, 100));
        assertEquals(0, consumer.poll(IGNORED, 100));

        assertTrue(offer("z") > 0);
        assertEquals(most + 1, ring.counts().messages());
        assertEquals(most, ring.counts().consumed());
    }

    @Test
    void shouldEmptyTheViewWhenTheHandlerHasReturned() {
        AtomicReference<RecordView> kept = new AtomicReference<>();
        offer("secret");

        consumer.poll((type, correlation, key, payload) -> {
            assertEquals('s', payload.get(0));
            kept.set(payload);
        }, 1);

        assertEquals(0, kept.get().length());
        assertThrows(IndexOutOfBoundsException.class, () -> kept.get().get(0));
    }

    @Test
    void shouldNotGoOnBehindAnImpossibleLength() {
        for (int length : new int[] {1, 31, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, ring.capacity + 1}) {
            ring.data.putInt(RecordDescriptor.LENGTH_OFFSET, length);

            assertEquals(RingConsumer.POISONED, consumer.poll(IGNORED, 1), "length=" + length);
        }
    }

    @Test
    void shouldNotTrustAPositionThatTheConsumerCannotHave() {
        while (offer("x") > 0) {
            // Fill the ring, so that the producer must ask for the consumer's position.
        }
        for (long position : new long[] {-1, Long.MAX_VALUE, 1 << 20}) {
            ring.state.putLong(ChannelDescriptor.CONSUMER_POSITION_OFFSET, position);

            assertEquals(SharedMemoryChannel.POISONED, offer("x"), "position=" + position);
        }
    }

    @Test
    void shouldPassPaddingOfAnyLengthThatIsAligned() {
        ring.data.putInt(RecordDescriptor.TYPE_OFFSET, RecordType.PADDING);
        ring.data.putInt(RecordDescriptor.LENGTH_OFFSET, 128);
        ring.data.putInt(128 + RecordDescriptor.TYPE_OFFSET, RecordType.PADDING);
        ring.data.putInt(128 + RecordDescriptor.LENGTH_OFFSET, 100);

        assertEquals(RingConsumer.POISONED, consumer.poll(IGNORED, 1));
        assertEquals(0, ring.counts().consumed());
    }

    @Test
    void shouldNotPassMoreThanOneRingOfPaddingAtATime() {
        for (int unit = 0; unit < ring.capacity; unit += RecordDescriptor.ALIGNMENT) {
            ring.data.putInt(unit + RecordDescriptor.TYPE_OFFSET, RecordType.PADDING);
            ring.data.putInt(unit + RecordDescriptor.LENGTH_OFFSET, RecordDescriptor.ALIGNMENT);
        }

        assertEquals(clearsWhatItRead() ? 0 : RingConsumer.POISONED, consumer.poll(IGNORED, 1));
    }

    private boolean clearsWhatItRead() {
        return ring.hasManyProducers();
    }

    @Test
    void shouldSkipAndCountARecordOfUnknownType() {
        producer.offer(77, 0, 0, 0, ByteBuffer.allocate(1));
        offer("known");

        assertEquals(2, consumer.poll((type, correlation, key, payload) -> assertEquals(5, payload.length()), 10));
        assertEquals(1, ring.counts().rejected());
        assertEquals(1, ring.counts().consumed());
    }

    @Test
    void shouldDeliverInOrderOfClaimsWhenCommittedInAnother() {
        RingClaim second = new RingClaim(producer, segment.pins());
        assertEquals(0, claim.open(8));
        assertEquals(0, second.open(8));
        second.putLong(0, 2);
        second.commit(RecordType.MESSAGE, 2, 0, 0, 8);
        assertEquals(0, consumer.poll(IGNORED, 10));
        claim.putLong(0, 1);
        claim.commit(RecordType.MESSAGE, 1, 0, 0, 8);
        List<Long> read = new ArrayList<>();

        consumer.poll((type, correlation, key, payload) -> read.add(payload.getLong(0)), 10);

        assertEquals(List.of(1L, 2L), read);
    }

    @Test
    void shouldGiveBackWhatACommitLeaves() {
        for (int i = 0; i < 100; i++) {
            while (claim.open(500) < 0) {
                consumer.poll(IGNORED, 1); // the rest before the end was padded alone: the two need more than a ring
            }
            claim.put(0, ByteBuffer.wrap(pattern(500)));
            claim.commit(RecordType.MESSAGE, i, 0, 0, i % 300);
            int expected = i % 300;
            assertEquals(1, consumer.poll((type, correlation, key, payload) ->
                    assertEquals(expected, payload.length()), 10));
        }
    }

    @Test
    void shouldPassByWhatWasAborted() {
        for (int i = 0; i < 100; i++) {
            while (claim.open(i * 3) < 0) {
                consumer.poll(IGNORED, 1);
            }
            claim.abort();
            assertEquals(0, consumer.poll(IGNORED, 10));
        }
        offer("after");

        assertEquals(1, consumer.poll(IGNORED, 10));
        assertEquals(1, ring.counts().messages());
    }

    @Test
    void shouldRefuseAClaimThatIsOver() {
        assertEquals(0, claim.open(8));
        claim.commit(RecordType.MESSAGE, 0, 0, 0, 8);

        assertEquals(0, claim.length());
        assertThrows(IllegalStateException.class, () -> claim.putInt(0, 1));
        assertThrows(IllegalStateException.class, () -> claim.commit(RecordType.MESSAGE, 0, 0, 0, 0));
        claim.abort();
    }

    @Test
    void shouldRefuseToWriteBeyondAClaim() {
        assertEquals(0, claim.open(8));

        assertThrows(IndexOutOfBoundsException.class, () -> claim.putInt(6, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> claim.commit(RecordType.MESSAGE, 0, 0, 0, 9));
        claim.abort();
    }

    @Test
    void shouldRefuseAViewAndAClaimOfAnotherThreadWhenTheMemoryIsGone() throws InterruptedException {
        Segment gone = Segment.create("gone", new ChannelSizes(ChannelSizes.MIN, ChannelSizes.MIN));
        BufferView view = new BufferView(gone.toNative().data, gone.pins(), (index, length) -> null);
        RingClaim late = new RingClaim(RingProducer.of(gone.toNative()), gone.pins());
        late.open(8);
        view.show(0, 8);
        gone.close();

        Thread other = new Thread(() -> assertThrows(IndexOutOfBoundsException.class, () -> view.get(0)));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        other.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        other.start();
        other.join();

        assertNull(failure.get());
        assertThrows(IllegalStateException.class, () -> late.putLong(0, 1));
        assertEquals(SharedMemoryChannel.CLOSED, late.commit(RecordType.MESSAGE, 0, 0, 0, 8));
    }

    @Test
    void shouldLoseNothingBetweenTwoThreadsThatSleep() throws InterruptedException {
        int count = 50_000;
        Inbox inbox = new Inbox(ring, segment.side(), segment.pins());
        List<Long> wrong = new ArrayList<>();
        long[] expected = {0};
        Thread reader = new Thread(() -> {
            while (expected[0] < count) {
                if (inbox.poll((type, correlation, key, payload) -> check(correlation, expected, wrong), 64) == 0
                        && inbox.watch()) {
                    inbox.sleep(-1);
                }
            }
        });
        reader.start();

        for (long i = 0; i < count;) {
            if (producer.offer(RecordType.MESSAGE, i, 0, 0, ByteBuffer.wrap(pattern((int) (i % 100)))) > 0) {
                i++;
            } else {
                Thread.onSpinWait();
            }
        }
        reader.join();

        assertEquals(List.of(), wrong);
    }

    /** A wait for ever ends at once when room came between the claim that found none and the wait. */
    @Test
    void shouldNotSleepWhenRoomCameAfterTheClaimThatFoundNone() {
        while (offer("x") > 0) {
            // Fill the ring.
        }
        long seen = producer.progress();
        assertEquals(SharedMemoryChannel.BACK_PRESSURED, offer("y"));
        consumer.poll(IGNORED, 100);
        consumer.publishAll();

        producer.awaitProgress(seen, -1, () -> false);

        assertTrue(offer("y") > 0);
    }

    @Test
    void shouldRefuseAClaimThatAnotherThreadMade() throws InterruptedException {
        Thread other = new Thread(() -> claim.open(8));
        other.start();
        other.join();

        assertEquals(0, claim.length());
        assertThrows(IllegalStateException.class, () -> claim.putInt(0, 1));
        assertThrows(IllegalStateException.class, () -> claim.commit(RecordType.MESSAGE, 0, 0, 0, 8));
    }

    @Test
    void shouldPassByAClaimWhoseThreadHasEndedWhenTheConsumerSleepsBeforeIt() throws InterruptedException {
        Thread other = new Thread(() -> claim.open(8));
        other.start();
        other.join();
        assertEquals(0, consumer.poll(IGNORED, 10));
        ring.consumerSleeps.set();

        offer("behind");

        assertEquals(1, consumer.poll(IGNORED, 10));
    }

    @Test
    void shouldPassByAClaimWhoseThreadHasEndedWhenThereIsNoRoom() throws InterruptedException {
        Thread other = new Thread(() -> claim.open(8));
        other.start();
        other.join();
        int behind = 0;
        while (offer("behind") > 0) {
            behind++;
        }

        assertEquals(behind, consumer.poll(IGNORED, 100));
        assertTrue(offer("again") > 0);
    }

    @Test
    void shouldPassByAClaimThatNobodyCanReachAnyMore() {
        claimAndForget();
        while (consumer.poll(IGNORED, 10) == 0) {
            System.gc();
            ring.consumerSleeps.set();
            offer("behind");
        }
    }

    private void claimAndForget() {
        assertEquals(0, new RingClaim(producer, segment.pins()).open(8));
    }

    @Test
    void shouldLeaveAClaimToItsThreadHoweverLongItTakes() {
        assertEquals(0, claim.open(8));
        while (offer("behind") > 0) {
            // Fill the ring, so that the claim is looked at.
        }
        System.gc();
        assertEquals(SharedMemoryChannel.BACK_PRESSURED, offer("once more"));
        assertEquals(0, consumer.poll(IGNORED, 100));

        claim.commit(RecordType.MESSAGE, 0, 0, 0, 8);

        assertTrue(consumer.poll(IGNORED, 100) > 1);
    }

    static void check(long correlation, long[] expected, List<Long> wrong) {
        if (correlation != expected[0]++) {
            wrong.add(correlation);
        }
    }

    final long offer(String text) {
        return producer.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + length);
        }
        return bytes;
    }
}
