// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.OneWay;
import hawser.launcher.bench.measure.RoundTrip;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One direction of a peer used from Java: one thread offers, another polls. All messages have one length. */
public interface Pipe extends AutoCloseable {
    /** The least that a ring has, in bytes. */
    int CAPACITY_MIN = 1024 * 1024;

    /** What opens one. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it.
         *
         * @param length of each message in bytes
         * @return open, empty
         * @throws Exception if it cannot be opened
         */
        Pipe open(int length) throws Exception;

        /** {@return the same as a way to send} */
        default OneWay.Factory oneWay() {
            return length -> new PipeOneWay(open(length), length);
        }

        /** {@return two of them, as a way to ask} */
        default RoundTrip.Factory roundTrip() {
            return length -> new PipeRoundTrip(open(length), open(length), length);
        }
    }

    /** {@return the bytes of a ring for messages of that length, a power of two: sixteen fit at least} */
    static int capacity(int length) {
        return Math.max(CAPACITY_MIN, 16 * length);
    }

    /** {@return a message's own memory, off the heap} */
    static UnsafeBuffer message(int length) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
    }

    /** {@return whether the message was copied in; false if there is no room now} */
    boolean offer(UnsafeBuffer message) throws Exception;

    /** {@return how many were copied out, one over the other, at most {@code limit}} */
    int poll(UnsafeBuffer into, int limit) throws Exception;

    @Override
    void close();
}
