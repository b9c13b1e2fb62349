// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BoundMemory.class)
class InboxTest {
    private static final int CAPACITY = 64 * 1024;
    private static final RecordHandler IGNORED = (type, correlation, key, payload) -> { };

    private final RingMemory main = ring();
    private final RingMemory side = ring();
    private final RingProducer producer = RingProducer.of(main);
    private final Inbox inbox = new Inbox(main, side, new Pins());

    private static RingMemory ring() {
        return new RingMemory(new UnsafeBuffer(ByteBuffer.allocateDirect(ChannelDescriptor.RING_STATE_LENGTH)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY)), (index, length) -> null, null);
    }

    private void readLessThanIsPublishedAtOnce() {
        for (int i = 0; i < 3; i++) {
            assertTrue(producer.offer(RecordType.MESSAGE, i, 0, 0, ByteBuffer.allocate(8)) > 0);
        }
        assertEquals(2, inbox.poll(IGNORED, 2));
        assertEquals(0, producer.progress());
    }

    @Test
    void shouldPublishWhatWasReadWithoutAskingToBeWokenWhenItIsSettled() {
        readLessThanIsPublishedAtOnce();

        inbox.settle();

        assertEquals(2 * RecordDescriptor.ALIGNMENT, producer.progress());
        assertFalse(main.consumerSleeps.isSet());
    }

    @Test
    void shouldWakeAProducerThatWaitsWhenItIsSettled() {
        readLessThanIsPublishedAtOnce();
        main.producerSleeps.set();

        inbox.settle();

        assertFalse(main.producerSleeps.isSet());
        assertEquals(2 * RecordDescriptor.ALIGNMENT, producer.progress());
    }
}
