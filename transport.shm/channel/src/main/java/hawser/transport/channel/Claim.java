// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Room for one record, to be written in place and then committed or aborted; until then no later record is delivered.
 * A claim can be used again for another record, so that a thread needs one only for each record it has under way. A
 * record under way belongs to the thread that claimed it, and to no other; if that thread ends, or the claim cannot be
 * reached any more, the record is aborted when somebody needs it out of the way.
 */
@ProviderType
public interface Claim extends AutoCloseable {
    /** {@return how many bytes of payload were claimed; 0 if no record is under way} */
    int length();

    /**
     * Writes one byte of the payload.
     *
     * @param index from 0
     * @param value to be written
     * @throws IndexOutOfBoundsException if it is not within what was claimed
     * @throws IllegalStateException if no record is under way, or the channel is closed
     */
    void put(int index, byte value);

    /**
     * Writes four bytes of the payload as a native-endian integer.
     *
     * @param index of the first, from 0
     * @param value to be written
     * @throws IndexOutOfBoundsException if they are not within what was claimed
     * @throws IllegalStateException if no record is under way, or the channel is closed
     */
    void putInt(int index, int value);

    /**
     * Writes eight bytes of the payload as a native-endian integer.
     *
     * @param index of the first, from 0
     * @param value to be written
     * @throws IndexOutOfBoundsException if they are not within what was claimed
     * @throws IllegalStateException if no record is under way, or the channel is closed
     */
    void putLong(int index, long value);

    /**
     * Writes a part of the payload.
     *
     * @param index of the first byte, from 0
     * @param bytes copied from their position to their limit; neither is changed
     * @throws IndexOutOfBoundsException if they are not within what was claimed
     * @throws IllegalStateException if no record is under way, or the channel is closed
     */
    void put(int index, ByteBuffer bytes);

    /**
     * Hands the record to the native end, and wakes it.
     *
     * @param type one of {@link RecordType}
     * @param correlation names a request, so that its answer can be told
     * @param deadlineMs when it is no longer wanted, in milliseconds since the epoch; 0 = never
     * @param key the handle of the sender's key
     * @param length of the payload, at most what was claimed
     * @return the ring's position behind it, or {@link SharedMemoryChannel#CLOSED}
     * @throws IllegalStateException if no record is under way
     */
    long commit(int type, long correlation, long deadlineMs, int key, int length);

    /** Gives the room back; nothing if no record is under way. */
    void abort();

    /** The same as {@link #abort()}. */
    @Override
    void close();
}
