// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies payloads into a ring: large ones past this processor's cache, as {@code copy.c} does and says why. */
final class PayloadCopy {
    /** The same number as in {@code memory.h}. */
    static final int LARGE = 32 * 1024;
    /** What lies on the heap is handed over in pieces that stay in the cache nearest to the processor. */
    private static final int PIECE = 16 * 1024;
    private static final ThreadLocal<ByteBuffer> PIECES =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PIECE));

    private PayloadCopy() {
    }

    /** Copies what remains of the payload, whose position stays. */
    static void put(UnsafeBuffer data, int index, ByteBuffer payload) {
        int length = payload.remaining();
        if (length < LARGE) {
            data.putBytes(index, payload, payload.position(), length);
        } else if (payload.isDirect()) {
            data.boundsCheck(index, length);
            copy(data, index, payload, payload.position(), length);
        } else {
            data.boundsCheck(index, length);
            ByteBuffer piece = PIECES.get();
            for (int done = 0; done < length; done += PIECE) {
                int count = Math.min(PIECE, length - done);
                piece.put(0, payload, payload.position() + done, count);
                copy(data, index + done, piece, 0, count);
            }
        }
    }

    /** Copies all of the payload. */
    static void put(UnsafeBuffer data, int index, byte[] payload) {
        if (payload.length < LARGE) {
            data.putBytes(index, payload);
            return;
        }
        data.boundsCheck(index, payload.length);
        ByteBuffer piece = PIECES.get();
        for (int done = 0; done < payload.length; done += PIECE) {
            int count = Math.min(PIECE, payload.length - done);
            piece.put(0, payload, done, count);
            copy(data, index + done, piece, 0, count);
        }
    }

    private static void copy(UnsafeBuffer data, int index, ByteBuffer direct, int position, int length) {
        long from = BufferUtil.address(direct) + position;
        NativeMemory.hawser_copy_past_cache(data.addressOffset() + index, from, length);
        Reference.reachabilityFence(direct);
    }
}
