// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** How requests of one event are gathered into envelopes. Off unless asked for. Immutable, thread-safe. */
public final class BatchOptions {
    /** What becomes of requests that meet in one envelope. New constants may appear in a minor version. */
    public enum Merge {
        /** Each is executed, in order. */
        QUEUE,
        /** Equal payloads share one execution and its answer. */
        DEDUPE,
        /**
         * The newest of each key is executed, in the place of the first; the others fail with
         * {@link ErrorCode#SUPERSEDED}.
         */
        LATEST
    }

    private static final BatchOptions OFF =
            new BatchOptions(false, Duration.ofMillis(50), 50, Merge.QUEUE, null, false);

    private final boolean enabled;
    private final Duration window;
    private final int maxSize;
    private final Merge merge;
    private final Function<Object, Object> key;
    private final boolean natural;

    private BatchOptions(boolean enabled, Duration window, int maxSize, Merge merge, Function<Object, Object> key,
            boolean natural) {
        this.enabled = enabled;
        this.window = Objects.requireNonNull(window, "window");
        this.maxSize = maxSize;
        this.merge = Objects.requireNonNull(merge, "merge");
        this.key = key;
        this.natural = natural;
        if (window.isNegative()) {
            throw new IllegalArgumentException("a batch's window must not be negative: window=" + window);
        }
        if (maxSize < 1) {
            throw new IllegalArgumentException("a batch's maximum size must be positive: maxSize=" + maxSize);
        }
    }

    /** {@return no batching} */
    public static BatchOptions off() {
        return OFF;
    }

    /** {@return batching with a window of 50 ms, at most 50 requests, and {@link Merge#QUEUE}} */
    public static BatchOptions on() {
        return new BatchOptions(true, OFF.window, OFF.maxSize, OFF.merge, null, false);
    }

    /**
     * {@return the same with another window}
     *
     * @param value how long the first request of an envelope waits for others, to the tick of 10 ms; zero for none
     * @throws IllegalArgumentException if it is negative
     */
    public BatchOptions withWindow(Duration value) {
        return new BatchOptions(enabled, value, maxSize, merge, key, natural);
    }

    /**
     * {@return the same with another size}
     *
     * @param value how many requests fill an envelope, from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public BatchOptions withMaxSize(int value) {
        return new BatchOptions(enabled, window, value, merge, key, natural);
    }

    /**
     * {@return the same with another way to merge}
     *
     * @param value what becomes of requests that meet
     */
    public BatchOptions withMerge(Merge value) {
        return new BatchOptions(enabled, window, maxSize, value, key, natural);
    }

    /**
     * {@return the same, with a payload's key found so, for {@link Merge#LATEST}}
     *
     * @param type of the payloads
     * @param value gives a payload's key; must not block, and is called when an envelope is sent
     */
    public <Q> BatchOptions withKey(Class<Q> type, Function<? super Q, ?> value) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "key");
        return new BatchOptions(enabled, window, maxSize, merge, payload -> value.apply(type.cast(payload)), natural);
    }

    /**
     * {@return the same, gathering only what comes while an envelope is under way: a request that finds none is sent at
     * once, and when one has ended, what has come meanwhile is the next. The window does not count}
     */
    public BatchOptions withNaturalWindow() {
        return new BatchOptions(enabled, window, maxSize, merge, key, true);
    }

    /** {@return whether requests are batched at all} */
    public boolean isEnabled() {
        return enabled;
    }

    /** {@return how long the first request of an envelope waits for others} */
    public Duration window() {
        return window;
    }

    /** {@return how many requests fill an envelope} */
    public int maxSize() {
        return maxSize;
    }

    /** {@return what becomes of requests that meet} */
    public Merge merge() {
        return merge;
    }

    /** {@return what gives a payload's key; without a value, its {@code key} or {@code id} component, or itself} */
    public Optional<Function<Object, Object>> key() {
        return Optional.ofNullable(key);
    }

    /** {@return whether an envelope waits for the one before it instead of a window} */
    public boolean isNatural() {
        return natural;
    }
}
