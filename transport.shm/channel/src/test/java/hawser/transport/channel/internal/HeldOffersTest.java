// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.Offering;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void shouldBeginNoOfferingWhileOffersAreHeld() {
        channel.holdOffers();
        assertNull(channel.beginOffering());

        channel.admitOffers();
        channel.beginOffering().close();

        channel.close();
        assertNull(channel.beginOffering());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWaitForWhoeverIsAboutToOffer(boolean closes) throws Exception {
        Offering offering = channel.beginOffering();
        Thread holder = new Thread(closes ? channel::close : channel::holdOffers);
        holder.start();
        while (offer() != SharedMemoryChannel.CLOSED) {
            Thread.onSpinWait();
        }

        assertTrue(holder.isAlive());
        offering.close();
        holder.join();
    }
}
