// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;

/** How a stream buffers items that its consumer has not asked for yet. Immutable, thread-safe. */
public final class StreamOptions {
    /** What happens when the buffer is full. New constants may appear in a minor version. */
    public enum BackPressure {
        /** The producer waits, as long as the caller's timeout, then the stream ends. */
        BUFFER,
        /** The new item is discarded and counted. */
        DROP,
        /** The producer gets an exception and the stream ends with {@link ErrorCode#BACK_PRESSURED}. */
        ERROR
    }

    private static final int MOST = 1 << 20;
    private static final StreamOptions DEFAULTS = new StreamOptions(100, BackPressure.BUFFER, false);

    private final int bufferSize;
    private final BackPressure backPressure;
    private final boolean ownRing;

    private StreamOptions(int bufferSize, BackPressure backPressure, boolean ownRing) {
        this.bufferSize = bufferSize;
        this.ownRing = ownRing;
        this.backPressure = Objects.requireNonNull(backPressure, "backPressure");
        if (bufferSize < 1 || bufferSize > MOST) {
            throw new IllegalArgumentException(
                    "a stream's buffer must hold 1 to " + MOST + " items: bufferSize=" + bufferSize);
        }
    }

    /** {@return a buffer of 100 items and {@link BackPressure#BUFFER}} */
    public static StreamOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same with another buffer}
     *
     * @param value how many items it holds, 1 to 1,048,576
     * @throws IllegalArgumentException if it is less or more
     */
    public StreamOptions withBufferSize(int value) {
        return new StreamOptions(value, backPressure, ownRing);
    }

    /**
     * {@return the same with another answer to a full buffer}
     *
     * @param value what happens when the buffer is full
     */
    public StreamOptions withBackPressure(BackPressure value) {
        return new StreamOptions(bufferSize, value, ownRing);
    }

    /**
     * {@return the same with a ring of its own for each stream, where it comes from a native plugin: memory as large as
     * the plugin's buffer to the renderer, and a thread, that no other stream or request has a part in} For large or
     * urgent items. Streams between handlers in Java share no memory anyway; nor, from the second on, do those whose
     * items have more than 100 KiB.
     */
    public StreamOptions withOwnRing() {
        return new StreamOptions(bufferSize, backPressure, true);
    }

    /** {@return how many items the buffer holds} */
    public int bufferSize() {
        return bufferSize;
    }

    /** {@return whether each stream of a native plugin is to have a ring of its own} */
    public boolean hasOwnRing() {
        return ownRing;
    }

    /** {@return what happens when the buffer is full} */
    public BackPressure backPressure() {
        return backPressure;
    }
}
