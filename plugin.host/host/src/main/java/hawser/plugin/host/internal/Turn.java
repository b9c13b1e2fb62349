// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Who loads, changes and ends one plugin: one thread at a time, and within that whatever it calls. Thread-safe. */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock();

    /** Waits for its turn. */
    <T> T get(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** The same of what has no outcome. */
    void run(Runnable action) {
        get(() -> {
            action.run();
            return null;
        });
    }

    /** At once, if it is nobody's turn, this thread's neither: whether the action was run. */
    boolean runIfFree(Runnable action) {
        if (isMine() || !lock.tryLock()) {
            return false;
        }
        try {
            action.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isMine() {
        return lock.isHeldByCurrentThread();
    }
}
