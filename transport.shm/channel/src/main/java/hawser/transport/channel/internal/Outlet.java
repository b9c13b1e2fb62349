// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** Where a channel's messages go. For one thread at a time, but for {@link #interrupt()}. */
interface Outlet {
    int maxPayload();

    /** Writes one message, or not at all: a position, growing, or a negative code. Never blocks. */
    long write(ByteBuffer message);

    /** Whether the other end has consumed all up to a position that {@link #write} gave. */
    boolean isConsumed(long position);

    /** How far the other end has come, for {@link #awaitProgress}; read before looking for room. */
    long progress();

    /**
     * Waits until the other end has come further than {@code progress}, that time has passed, or {@link #interrupt()};
     * not at all once {@code over} is true. May return without reason.
     */
    void awaitProgress(long progress, long timeoutNs, BooleanSupplier over);

    /** Ends {@link #awaitProgress}, once {@code over} is true. */
    void interrupt();

    /** Counts messages that were accepted and will never be written. */
    void countLosses(long messages);
}
