// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The recent crashes of one plugin. Used by one thread at a time, but for {@link #restarts()}. */
final class CrashHistory {
    private final Deque<Long> times = new ArrayDeque<>();
    private volatile int restarts;

    /**
     * One more.
     *
     * @param nowNs by {@link System#nanoTime()}
     * @return nanoseconds until it is to be started again; empty = it is not
     */
    OptionalLong add(long nowNs, RestartPolicy policy) {
        while (!times.isEmpty() && nowNs - times.peekFirst() >= policy.windowNs()) {
            times.removeFirst();
        }
        times.addLast(nowNs);
        if (times.size() >= policy.limit()) {
            return OptionalLong.empty();
        }
        restarts++;
        int doublings = Math.min(times.size() - 1, Long.numberOfLeadingZeros(policy.delayNs() | 1) - 1);
        return OptionalLong.of(policy.delayNs() << doublings);
    }

    /** {@return how many there were in the window that the last one ended} */
    int count() {
        return times.size();
    }

    /** {@return how often it was to be started again, ever} */
    int restarts() {
        return restarts;
    }

    /** {@return why it is not started again, that reason being the last} */
    String tooMany(RestartPolicy policy, String reason) {
        return "it crashed " + count() + " times within " + TimeUnit.NANOSECONDS.toMillis(policy.windowNs())
                + " ms, the last time so: " + reason + "; plugin:start starts it again";
    }

    /** Somebody has looked after it. */
    void forget() {
        times.clear();
    }
}
