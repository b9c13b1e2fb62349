// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The items of a stream that its consumer has not taken yet, the credit it gave, and the end. After the end, or once it
 * was cancelled, adding does nothing and counts as done. Thread-safe.
 *
 * @param <T> the type of the items
 */
final class CreditBuffer<T> {
    private final int capacity;
    private final Queue<T> items = new ArrayDeque<>();
    private long credit;
    private long dropped;
    private boolean ended;
    private boolean endTaken;
    private boolean cancelled;
    private Throwable failure;

    CreditBuffer(int capacity) {
        this.capacity = capacity;
    }

    /** False if there is no room. */
    synchronized boolean add(T item) {
        if (ended || cancelled) {
            return true;
        }
        return items.size() < capacity && items.add(item);
    }

    /** Waits for room; false if there was none in time. */
    synchronized boolean addWithin(T item, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!add(item)) {
            long leftNs = deadline - System.nanoTime();
            if (leftNs <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(leftNs, TimeUnit.MILLISECONDS.toNanos(1)));
        }
        return true;
    }

    synchronized void drop() {
        dropped++;
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized void addCredit(long count) {
        credit = credit + count < 0 ? Long.MAX_VALUE : credit + count;
    }

    /** The next item if there is one and credit for it, else null. */
    synchronized T take() {
        if (cancelled || credit == 0 || items.isEmpty()) {
            return null;
        }
        credit = credit == Long.MAX_VALUE ? credit : credit - 1;
        notifyAll();
        return items.remove();
    }

    /** What was added before is still delivered. */
    synchronized void end(Throwable reason) {
        if (!ended) {
            ended = true;
            failure = reason;
            notifyAll();
        }
    }

    /** Nothing more is delivered but this. */
    synchronized void breakOff(Throwable reason) {
        if (!endTaken) {
            items.clear();
            ended = true;
            failure = reason;
            notifyAll();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        items.clear();
        notifyAll();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** True once, when the end is due. */
    synchronized boolean takeEnd() {
        boolean due = ended && !endTaken && !cancelled && items.isEmpty();
        endTaken |= due;
        return due;
    }

    synchronized Throwable failure() {
        return failure;
    }
}
