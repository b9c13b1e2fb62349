// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.atomic.AtomicLong;

/** Counts who is inside, until it is closed. Thread-safe. */
final class Gate {
    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final AtomicLong inside = new AtomicLong();

    /** Whether the caller is inside until it {@link #leave leaves}. */
    boolean enter() {
        if (inside.getAndIncrement() >= 0) {
            return true;
        }
        inside.getAndDecrement();
        return false;
    }

    void leave() {
        inside.getAndDecrement();
    }

    /** Lets nobody in from now on. Idempotent. */
    void close() {
        inside.getAndUpdate(count -> count < 0 ? count : count + CLOSED);
    }

    boolean isEmpty() {
        long count = inside.get();
        return count == 0 || count == CLOSED;
    }
}
