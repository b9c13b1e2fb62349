// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HeldOffersTest extends ChannelFixture {
    private long offer() {
        return channel.offer(RecordType.NOTIFICATION, 0, 0, 0, new byte[1]);
    }

    @Test
    void shouldTakeNothingWhileOffersAreHeld() {
        channel.holdOffers();

        ByteBuffer[] burst = {ByteBuffer.allocate(1)};
        assertEquals(SharedMemoryChannel.CLOSED, offer());
        assertEquals(SharedMemoryChannel.CLOSED, channel.offerAll(RecordType.NOTIFICATION, 0, burst, 0, 1));
        assertEquals(SharedMemoryChannel.CLOSED, channel.claim(channel.newClaim(), 1));
        assertEquals(0, channel.info().toNative().messages());
    }

    @Test
    void shouldTakeOffersAgainWhenTheyAreAdmitted() {
        channel.holdOffers();
        channel.holdOffers();
        channel.admitOffers();

        assertTrue(offer() > 0);
        assertEquals(1, channel.info().toNative().messages());
    }

    @Test
    void shouldTakeNothingWhenItWasClosedWhileOffersWereHeld() {
        channel.holdOffers();
        channel.close();
        channel.admitOffers();

        assertEquals(SharedMemoryChannel.CLOSED, offer());
    }
}
