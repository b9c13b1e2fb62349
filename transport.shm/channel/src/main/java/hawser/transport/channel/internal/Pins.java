// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps memory mapped while somebody reads or writes it: each access is between a pin and its unpin, and closing waits
 * for those under way. Nobody calls foreign code with a pin in hand, so that the wait is short. Thread-safe.
 */
final class Pins {
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final AtomicLong users = new AtomicLong();

    /** Whether the memory may be used until {@link #unpin()}; false once it is closed, and then there is no unpin. */
    boolean pin() {
        if (users.getAndIncrement() >= 0) {
            return true;
        }
        users.getAndDecrement();
        return false;
    }

    void unpin() {
        users.getAndDecrement();
    }

    /** Lets nobody in from now on and waits until nobody is within. Idempotent. */
    void close() {
        users.getAndUpdate(count -> count < 0 ? count : count + CLOSED);
        while (users.get() != CLOSED) {
            Thread.onSpinWait();
        }
    }

    /** Lets in again; not while somebody closes. Idempotent. */
    void open() {
        users.getAndUpdate(count -> count < 0 ? count - CLOSED : count);
    }
}
