// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginCrash;
import hawser.plugin.host.PluginInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The crashes of one plugin. Used by one thread at a time, but for {@link #restarts()} and {@link #last()}. */
final class CrashHistory {
    private final Deque<Long> times = new ArrayDeque<>();
    private volatile int restarts;
    private volatile PluginCrash last;

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

    /** Keeps how it crashed, for whoever asks; the file may be null. */
    void remember(PluginInfo crashed, Instant when, Path report) {
        PluginCrash before = last;
        last = new PluginCrash(crashed.name(), before == null ? 1 : before.count() + 1, when, crashed.generation(),
                crashed.reason().orElse(""), Optional.ofNullable(report));
    }

    /** {@return the last one since somebody looked after it} */
    Optional<PluginCrash> last() {
        return Optional.ofNullable(last);
    }

    /** {@return how often it was to be started again, ever} */
    int restarts() {
        return restarts;
    }

    /** {@return why it is not started again, that reason being the last} */
    String tooMany(RestartPolicy policy, String reason) {
        return "it crashed, or could not be started again, " + count() + " times within "
                + TimeUnit.NANOSECONDS.toMillis(policy.windowNs()) + " ms, the last time so: " + reason
                + "; plugin:start starts it again";
    }

    /** Somebody has looked after it. */
    void forget() {
        times.clear();
        last = null;
    }
}
