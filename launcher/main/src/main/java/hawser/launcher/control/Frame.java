// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.control;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One message of the control connection.
 * <pre>
 *   0      1                5
 *  +------+----------------+---------+
 *  | type | length, 32 bit | payload |
 *  +------+----------------+---------+
 * </pre>
 *
 * @param type what the payload is
 * @param payload the bytes, at most {@link #MAX_LENGTH}; not copied
 */
public record Frame(Type type, byte[] payload) {
    /** The longest payload: a request of 1 MiB. Output goes in pieces. */
    public static final int MAX_LENGTH = 1 << 20;
    static final int HEADER_LENGTH = 5;

    /** What a frame carries. Its ordinal is its number on the wire. */
    public enum Type {
        /** From the client, once: a {@link ControlRequest}. */
        REQUEST,
        /** The request will be carried out; without this frame it was not begun, and may be asked again elsewhere. */
        ACCEPTED,
        /** Bytes for standard output. */
        OUTPUT,
        /** Bytes for standard error. */
        ERROR,
        /** The exit code, 32 bit; the last frame. */
        EXIT
    }

    /** Checks the length. */
    public Frame {
        Objects.requireNonNull(type, "type");
        if (payload.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a frame holds at most " + MAX_LENGTH + " bytes: length=" + payload.length);
        }
    }

    /**
     * {@return an EXIT frame}
     *
     * @param code the exit code
     */
    public static Frame exit(int code) {
        return new Frame(Type.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(code).array());
    }

    /** {@return the exit code of an EXIT frame} */
    public int exitCode() {
        if (type != Type.EXIT || payload.length != Integer.BYTES) {
            throw new IllegalStateException("not an EXIT frame: type=" + type + ", length=" + payload.length);
        }
        return ByteBuffer.wrap(payload).getInt();
    }
}
