// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

/** How a handler wants to be called. Immutable: each {@code with…} returns another. Thread-safe. */
public final class HandlerOptions {
    private static final HandlerOptions DEFAULTS = new HandlerOptions(0, false);

    private final int threads;
    private final boolean concurrent;

    private HandlerOptions(int threads, boolean concurrent) {
        this.threads = threads;
        this.concurrent = concurrent;
    }

    /** {@return for a handler that never blocks: it is called on the sender's thread} */
    public static HandlerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same, for a handler that may block: it has threads of its own, which live while there is work. A
     * request that is cancelled or late interrupts its thread. Notifications come one after the other}
     *
     * @param most how many requests it handles at a time, from 1; a request too many waits, and fails with
     *     {@link ErrorCode#BACK_PRESSURED} when a thousand times as many wait
     * @throws IllegalArgumentException if it is less than 1
     */
    public HandlerOptions withBlocking(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a blocking handler needs a thread: most=" + most);
        }
        return new HandlerOptions(most, concurrent);
    }

    /**
     * {@return the same, for a handler that does not mind the order in which the requests of a batch end: each is begun
     * without waiting for the one before it}
     */
    public HandlerOptions withConcurrentBatches() {
        return new HandlerOptions(threads, true);
    }

    /** {@return whether requests of one batch may be under way together} */
    public boolean isConcurrent() {
        return concurrent;
    }

    /** {@return whether it may block} */
    public boolean isBlocking() {
        return threads > 0;
    }

    /** {@return how many requests a blocking handler handles at a time; 0 if it does not block} */
    public int threads() {
        return threads;
    }
}
