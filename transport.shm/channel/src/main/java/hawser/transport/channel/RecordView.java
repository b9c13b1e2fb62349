// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A record's payload where it lies, in memory that the other end may reuse as soon as the handler returns. The view is
 * empty from then on. It is for the handler's thread; another thread that reads it gets an exception or bytes that mean
 * nothing, and harms nobody.
 */
@ProviderType
public interface RecordView {
    /** {@return the payload's length in bytes; 0 once the handler has returned} */
    int length();

    /**
     * {@return one byte of the payload}
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if it is not within the payload, or the handler has returned
     */
    byte get(int index);

    /**
     * {@return four bytes of the payload as a native-endian integer}
     *
     * @param index of the first, from 0
     * @throws IndexOutOfBoundsException if they are not within the payload, or the handler has returned
     */
    int getInt(int index);

    /**
     * {@return eight bytes of the payload as a native-endian integer}
     *
     * @param index of the first, from 0
     * @throws IndexOutOfBoundsException if they are not within the payload, or the handler has returned
     */
    long getLong(int index);

    /**
     * The payload as a buffer, where it lies. A buffer that was made out of it, such as a slice, can be read when the
     * handler has returned, and harms nobody, but its bytes mean nothing from then on.
     *
     * @return read-only, in native order; the same one each time until the handler returns, and empty from then on
     * @throws IllegalStateException on another thread than the handler's, or when that has returned
     */
    ByteBuffer buffer();

    /**
     * Copies a part of the payload.
     *
     * @param index of the first byte, from 0
     * @param into gets the bytes, from its position to its limit; the position moves to the limit
     * @throws IndexOutOfBoundsException if they are not within the payload, or the handler has returned
     */
    void copy(int index, ByteBuffer into);

    /**
     * Copies the whole payload, without allocating.
     *
     * @param into gets the bytes from its position on; the position moves behind them
     * @return how many there were
     * @throws java.nio.BufferOverflowException if it has not that much room; nothing is copied then
     */
    int copy(ByteBuffer into);

    /** {@return a new array with the whole payload; empty once the handler has returned} */
    byte[] copy();
}
