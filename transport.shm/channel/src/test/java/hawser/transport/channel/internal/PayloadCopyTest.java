// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a payload lies in, and however long it is, all of it is copied and nothing around it. */
@ExtendWith(BoundMemory.class)
class PayloadCopyTest {
    private static final int INDEX = 96;
    private static final int SKIPPED = 5;
    private static final List<Integer> LENGTHS = List.of(0, 1, 100, PayloadCopy.LARGE - 1, PayloadCopy.LARGE,
            PayloadCopy.LARGE + 1, 3 * PayloadCopy.LARGE + 77);

    private final UnsafeBuffer data = new UnsafeBuffer(ByteBuffer.allocateDirect(4 * PayloadCopy.LARGE + 2 * INDEX));

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** With something before and behind the payload. */
    private static ByteBuffer within(ByteBuffer buffer, byte[] bytes) {
        return buffer.position(SKIPPED).put(bytes).flip().position(SKIPPED);
    }

    private void requireCopied(byte[] bytes) {
        byte[] expected = new byte[data.capacity()];
        System.arraycopy(bytes, 0, expected, INDEX, bytes.length);
        byte[] found = new byte[data.capacity()];
        data.getBytes(0, found);
        assertArrayEquals(expected, found);
        data.setMemory(0, data.capacity(), (byte) 0);
    }

    @Test
    void shouldCopyABufferOfAnyKind() {
        for (int length : LENGTHS) {
            byte[] bytes = random(length);
            ByteBuffer direct = within(ByteBuffer.allocateDirect(length + 2 * SKIPPED), bytes);
            ByteBuffer heap = within(ByteBuffer.allocate(length + 2 * SKIPPED), bytes);
            for (ByteBuffer payload : List.of(direct, direct.slice(), direct.asReadOnlyBuffer(), heap, heap.slice(),
                    heap.asReadOnlyBuffer(), ByteBuffer.wrap(bytes))) {
                int before = payload.position();

                PayloadCopy.put(data, INDEX, payload);

                requireCopied(bytes);
                assertEquals(before, payload.position());
                assertEquals(length, payload.remaining());
            }
        }
    }

    @Test
    void shouldCopyAnArray() {
        for (int length : LENGTHS) {
            byte[] bytes = random(length);

            PayloadCopy.put(data, INDEX, bytes);

            requireCopied(bytes);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        int index = data.capacity() - PayloadCopy.LARGE + 1;
        byte[] bytes = random(PayloadCopy.LARGE);

        assertThrows(IndexOutOfBoundsException.class, () -> PayloadCopy.put(data, index, bytes));
        assertThrows(IndexOutOfBoundsException.class, () -> PayloadCopy.put(data, index, ByteBuffer.wrap(bytes)));
        assertThrows(IndexOutOfBoundsException.class,
                () -> PayloadCopy.put(data, index, ByteBuffer.allocateDirect(PayloadCopy.LARGE)));
        requireCopied(new byte[0]);
    }
}
