// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final RecordHandler IGNORED = (type, correlation, key, payload) -> { };
    private static NativeMemory memory;

    private final Segment segment = Segment.create("ring-test", new ChannelSizes(ChannelSizes.MIN, ChannelSizes.MIN));
    private final RingMemory ring = segment.toNative();
    private final RingProducer producer = new RingProducer(ring);
    private final RingConsumer consumer = new RingConsumer(ring);

    @BeforeAll
    static void bind() {
        memory = new NativeMemory();
    }

    @AfterAll
    static void unbind() {
        memory.close();
    }

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
        int taken = 0;
        while (offer("x") > 0) {
            taken++;
        }
        assertEquals(15, taken);
        assertEquals(SharedMemoryChannel.BACK_PRESSURED, offer("y"));
        assertEquals(2, ring.counts().backPressured());

        assertEquals(15, consumer.poll(IGNORED, 100));
        assertEquals(0, consumer.poll(IGNORED, 100));

        assertTrue(offer("z") > 0);
        assertEquals(16, ring.counts().messages());
        assertEquals(15, ring.counts().consumed());
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
        for (int length : new int[] {1, 31, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1025}) {
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
    void shouldLoseNothingBetweenTwoThreadsThatSleep() throws InterruptedException {
        int count = 50_000;
        List<Long> wrong = new ArrayList<>();
        long[] expected = {0};
        Thread reader = new Thread(() -> {
            while (expected[0] < count) {
                if (consumer.poll((type, correlation, key, payload) -> check(correlation, expected, wrong), 64) == 0) {
                    consumer.awaitRecord(() -> false);
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

    private static void check(long correlation, long[] expected, List<Long> wrong) {
        if (correlation != expected[0]++) {
            wrong.add(correlation);
        }
    }

    private long offer(String text) {
        return producer.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + length);
        }
        return bytes;
    }
}
