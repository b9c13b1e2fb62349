// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs the last of many actions, a delay after the first: on the trailing edge. The delay runs from the call that finds
 * nothing pending; later calls take the action's place and do not move the time. Thread-safe.
 */
@ProviderType
public interface Throttle {
    /** The delay unless another is given: 100 ms. */
    Duration DEFAULT_DELAY = Duration.ofMillis(100);

    /** {@return a throttle with {@link #DEFAULT_DELAY}} */
    static Throttle create() {
        return create(DEFAULT_DELAY);
    }

    /**
     * {@return a throttle}
     *
     * @param delay between the first call and the run
     */
    static Throttle create(Duration delay) {
        return new TrailingThrottle(delay);
    }

    /**
     * Schedules an action in place of the one that is pending.
     *
     * @param action run on a thread that is not the caller's; must not block
     * @return completes with true when the action has run, with false when it was replaced or cancelled; fails with
     *     what the action threw
     */
    CompletionStage<Boolean> schedule(Runnable action);

    /**
     * Runs an action at once, on this thread, in place of the one that is pending.
     *
     * @param action run before this method returns
     * @return completed with true, or failed with what the action threw
     */
    CompletionStage<Boolean> runNow(Runnable action);

    /** Cancels what is pending; its stage completes with false. */
    void cancel();

    /**
     * Sets the delay of what is scheduled from now on.
     *
     * @param delay not negative
     */
    void setDelay(Duration delay);

    /** {@return whether an action is to run} */
    boolean isPending();

    /** {@return how long until the pending action runs; zero if there is none} */
    Duration timeUntilNextRun();
}
