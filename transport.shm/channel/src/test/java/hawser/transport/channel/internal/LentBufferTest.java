// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** A payload as a buffer: read in place, and harmless in whosever hands it is afterwards. */
class LentBufferTest extends ChannelFixture {
    private static final byte[] SENT = "a payload".getBytes(US_ASCII);

    private static final int MOST_COLLECTIONS = 1000;

    private final List<RecordView> views = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<ByteBuffer> slices = new ArrayList<>();

    private void receive(byte[] payload) {
        int before = buffers.size();
        channel.startReceiving((type, correlation, key, view) -> {
            ByteBuffer buffer = view.buffer();
            assertSame(buffer, view.buffer());
            assertEquals(ByteBuffer.wrap(payload), buffer);
            assertEquals(view.getInt(1), buffer.getInt(1));
            views.add(view);
            slices.add(buffer.slice());
            buffers.add(buffer);
        });
        peer.answers.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.wrap(payload));
        assertTrue(channel.awaitWhile(() -> buffers.size() == before, Long.MAX_VALUE));
        channel.stopReceiving();
    }

    @Test
    void shouldBeEmptyAndReadOnlyWhenTheHandlerHasReturned() {
        receive(SENT);
        receive(new byte[100]);

        for (ByteBuffer buffer : buffers) {
            assertTrue(buffer.isReadOnly());
            assertFalse(buffer.hasRemaining());
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.get(0));
        }
        assertThrows(IllegalStateException.class, views.get(0)::buffer);
    }

    @Test
    void shouldShowZerosWhenTheMemoryIsGone() {
        receive(SENT);
        ByteBuffer slice = slices.get(0);

        channel.close();

        assertEquals(ByteBuffer.allocate(SENT.length), slice);
        assertEquals(-1, slice.mismatch(ByteBuffer.allocateDirect(SENT.length)));
        assertThrows(ReadOnlyBufferException.class, () -> slice.put(0, (byte) 1));
        CRC32 checksum = new CRC32();
        checksum.update(slice);
        assertEquals(checksum.getValue(), checksumOf(new byte[SENT.length]));
        buffers.get(0).clear();
        assertEquals(0, buffers.get(0).get(0));
    }

    private static long checksumOf(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }

    @Test
    void shouldHarmNobodyWhenItIsReadWhileTheMemoryGoes() throws Exception {
        receive(SENT);
        ByteBuffer slice = slices.get(0);
        FutureTask<Byte> reader = new FutureTask<>(() -> {
            byte read = SENT[1];
            while (slice.get(0) != 0 && (read == SENT[1] || read == 0)) {
                read = slice.get(1);
            }
            return read;
        });
        new Thread(reader).start();

        channel.close();

        byte last = reader.get();
        assertTrue(last == SENT[1] || last == 0, () -> "what was sent or zero, and not " + last);
    }

    @Test
    void shouldGiveUpItsAddressesWhenTheLastBufferIsUnreachable() {
        receive(SENT);
        channel.close();
        assertTrue(LendableMapping.lent() > 0);
        assertEquals(0, slices.get(0).get(0));
        Reference.reachabilityFence(slices.get(0));

        slices.clear();
        buffers.clear();
        for (int i = 0; LendableMapping.lent() > 0 && i < MOST_COLLECTIONS; i++) {
            System.gc();
            LendableMapping.takeBack();
        }
        assertEquals(0, LendableMapping.lent());
    }
}
