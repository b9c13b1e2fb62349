// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The renderer's end of a channel. Any thread may offer; records arrive on one reader thread. Closing is idempotent and
 * waits for a handler that runs.
 */
@ProviderType
public interface SharedMemoryChannel extends AutoCloseable {
    /** An offer found no room: the native end is behind. Offering again may succeed. */
    long BACK_PRESSURED = -1;
    /** An offer was longer than {@link #maxPayload()}. */
    long TOO_LONG = -2;
    /** The channel is closed. */
    long CLOSED = -3;
    /** The ring's control words make no sense: the other end has overwritten them. */
    long POISONED = -4;

    /** {@return as its maker named it} */
    String name();

    /** {@return the sizes of its buffers, as asked for} */
    ChannelSizes sizes();

    /** {@return the longest payload that one record to the native end can carry, in bytes} */
    int maxPayload();

    /** {@return the descriptor of its memory, for the native end to map; the channel's own, open until it is closed} */
    int descriptor();

    /** {@return the length of its memory in bytes} */
    long length();

    /**
     * Offers one record to the native end; never blocks.
     *
     * @param type one of {@link RecordType}
     * @param correlation names a request, so that its answer can be told
     * @param deadlineMs when it is no longer wanted, in milliseconds since the epoch; 0 = never
     * @param key the handle of the sender's key
     * @param payload copied from its position to its limit; neither is changed
     * @return the ring's position behind it, or {@link #BACK_PRESSURED}, {@link #TOO_LONG}, {@link #CLOSED} or
     *     {@link #POISONED}
     */
    long offer(int type, long correlation, long deadlineMs, int key, ByteBuffer payload);

    /**
     * Starts the reader thread.
     *
     * @param handler gets each record from the native end, in order
     * @throws IllegalStateException if it was started before, or the channel is closed
     */
    void startReceiving(RecordHandler handler);

    /** {@return its sizes and counts now} */
    ChannelInfo info();

    /** Delivers what the native end has committed, ends the reader thread and lets go of the memory. */
    @Override
    void close();
}
