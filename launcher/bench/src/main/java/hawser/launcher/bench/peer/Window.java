// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Requests under way, at most so many: one more waits for the oldest.
 *
 * @param <T> a request
 */
public final class Window<T> {
    private final Deque<T> open = new ArrayDeque<>();
    private final int size;
    private final Awaiting<T> awaiting;

    /**
     * Waits for a request's end.
     *
     * @param <T> a request
     */
    @FunctionalInterface
    public interface Awaiting<T> {
        /**
         * Blocks until it has ended.
         *
         * @param request that is under way
         * @throws Exception if it failed
         */
        void await(T request) throws Exception;
    }

    /** An empty one. */
    public Window(int size, Awaiting<T> awaiting) {
        this.size = size;
        this.awaiting = awaiting;
    }

    /** Takes one that has been sent, and waits for the oldest if the next would be too many. */
    public void add(T request) throws Exception {
        open.addLast(request);
        if (open.size() == size) {
            awaiting.await(open.removeFirst());
        }
    }

    /** Waits for all. */
    public void drain() throws Exception {
        while (!open.isEmpty()) {
            awaiting.await(open.removeFirst());
        }
    }
}
