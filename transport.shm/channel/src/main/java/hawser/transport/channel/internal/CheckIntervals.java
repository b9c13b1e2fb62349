// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How often a channel looks whose other end wakes nobody. Thread-safe. */
final class CheckIntervals {
    private volatile long fastNs = TimeUnit.MILLISECONDS.toNanos(1);
    private volatile long slowNs = TimeUnit.MILLISECONDS.toNanos(10);

    void set(Duration fast, Duration slow) {
        if (fast.isNegative() || fast.isZero() || slow.compareTo(fast) < 0) {
            throw new IllegalArgumentException("intervals must be positive, and the slow one not below the fast one:"
                    + " fast=" + fast + ", slow=" + slow);
        }
        fastNs = fast.toNanos();
        slowNs = slow.toNanos();
    }

    long fastNs() {
        return fastNs;
    }

    long slowNs() {
        return slowNs;
    }
}
