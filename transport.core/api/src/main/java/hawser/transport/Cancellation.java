// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Cancels the requests it was given to. One-way and idempotent. Thread-safe. */
public final class Cancellation {
    private List<Runnable> actions = new ArrayList<>();

    /** Cancels. Actions run on this thread. */
    public void cancel() {
        List<Runnable> pending;
        synchronized (this) {
            pending = actions;
            actions = null;
        }
        if (pending != null) {
            pending.forEach(Runnable::run);
        }
    }

    /** {@return whether it was cancelled} */
    public synchronized boolean isCancelled() {
        return actions == null;
    }

    /**
     * Runs an action when it is cancelled; at once if it was.
     *
     * @param action must not block
     */
    public void onCancel(Runnable action) {
        Objects.requireNonNull(action, "action");
        synchronized (this) {
            if (actions != null) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
