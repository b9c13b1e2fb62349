// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** Cancels the requests it was given to. One-way and idempotent; may be kept for many. Thread-safe. */
public final class Cancellation {
    private Set<Action> actions = new LinkedHashSet<>();

    /** Equal to itself only: the same action may be given twice. */
    private final class Action implements Registration {
        private final Runnable run;

        Action(Runnable run) {
            this.run = run;
        }

        @Override
        public void close() {
            drop(this);
        }
    }

    /**
     * Cancels. Actions run on this thread, in the order they were given; one that throws keeps none from running.
     *
     * @throws IllegalStateException when all have run, if actions threw: the first is its cause
     */
    public void cancel() {
        Set<Action> pending;
        synchronized (this) {
            pending = actions;
            actions = null;
        }
        if (pending != null) {
            runAll(pending);
        }
    }

    private static void runAll(Set<Action> pending) {
        IllegalStateException first = null;
        for (Action action : pending) {
            try {
                action.run.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = new IllegalStateException("every request was cancelled, but an action failed: " + e, e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** {@return whether it was cancelled; once true, for ever} */
    public synchronized boolean isCancelled() {
        return actions == null;
    }

    /**
     * Runs an action when it is cancelled; at once if it was.
     *
     * @param action must not block; runs on the thread that cancels, or on this one
     * @return closes to drop the action, when there is nothing to cancel any more
     */
    public Registration onCancel(Runnable action) {
        Action kept = new Action(Objects.requireNonNull(action, "action"));
        if (!keep(kept)) {
            action.run();
        }
        return kept;
    }

    private synchronized boolean keep(Action action) {
        return actions != null && actions.add(action);
    }

    private synchronized void drop(Action action) {
        if (actions != null) {
            actions.remove(action);
        }
    }
}
