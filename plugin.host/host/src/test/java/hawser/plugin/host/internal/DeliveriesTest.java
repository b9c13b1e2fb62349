// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final FullChannel plugin = new FullChannel();
    private final Deliveries deliveries = plugin.deliveries;

    @AfterEach
    void close() {
        deliveries.close();
    }

    @Test
    void shouldDeliverWhatWaitedInItsOrder() throws Exception {
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, deliveries.deliver(RecordType.RESPONSE, i, new byte[1]));
        }

        plugin.open();

        assertEquals(IntStream.range(0, 1000).mapToObj(i -> (long) i).toList(),
                plugin.await(1000).stream().map(FullChannel.Taken::correlation).toList());
    }

    @Test
    void shouldKeepNoMoreBytesOfAnswersThanItMay() throws Exception {
        byte[] half = new byte[(int) (Deliveries.MOST_BYTES / 2)];
        assertEquals(0, deliveries.deliver(RecordType.RESPONSE, 1, half));
        assertEquals(0, deliveries.deliver(RecordType.RESPONSE, 2, half));

        assertEquals(SharedMemoryChannel.BACK_PRESSURED, deliveries.deliver(RecordType.RESPONSE, 3, new byte[1]));
        assertEquals(0, deliveries.deliver(RecordType.FAILED, 3, new byte[4]));

        plugin.open();
        plugin.await(3);
        assertEquals(0, deliveries.deliver(RecordType.RESPONSE, 4, half));
    }

    @Test
    void shouldRefuseWhatIsTooLongAlsoBehindWhatWaits() throws Exception {
        byte[] tooLong = new byte[FullChannel.MAX_PAYLOAD + 1];
        for (int type : new int[] {RecordType.RESPONSE, RecordType.CHUNK}) {
            deliveries.deliver(type, 1, new byte[1]);

            assertEquals(SharedMemoryChannel.TOO_LONG, deliveries.deliver(type, 2, tooLong, () -> {
                throw new AssertionError("it has not left");
            }));
        }

        plugin.open();

        assertEquals(2, plugin.await(2).size());
    }

    @Test
    void shouldSayThatItIsFull() {
        for (int i = 0; i < Deliveries.MOST_WAITING; i++) {
            assertTrue(deliveries.hasRoom());
            deliveries.deliver(RecordType.FAILED, i, new byte[4]);
        }

        assertFalse(deliveries.hasRoom());
    }
}
