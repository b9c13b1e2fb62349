// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

/** Tells whoever wants to hear it that all that was written has been consumed, once each time. Under one lock. */
final class EmptyWatch {
    private static final long NOTHING = -1;

    private Runnable action;
    /** Of the last message that was written and about which nothing was told yet. */
    private long lastPosition = NOTHING;

    /** From now on this is told; what was written before counts. */
    void start(Runnable toRun) {
        action = toRun;
    }

    boolean isOn() {
        return action != null;
    }

    /** Whether something was written about which there is something to tell. */
    boolean isDue() {
        return isOn() && lastPosition != NOTHING;
    }

    /** A message was written there; none, if that is negative. */
    void wrote(long position) {
        lastPosition = position < 0 ? lastPosition : position;
    }

    /** Nothing waits to be written: tells, if the other end has consumed what was. */
    void check(Outlet outlet, Outcomes outcomes) {
        if (isDue() && outlet.isConsumed(lastPosition)) {
            lastPosition = NOTHING;
            outcomes.add(action);
        }
    }
}
