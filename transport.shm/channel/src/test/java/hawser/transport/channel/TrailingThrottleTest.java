// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TrailingThrottleTest {
    private final Queue<Runnable> timers = new ArrayDeque<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private long now;
    private final TrailingThrottle throttle = new TrailingThrottle(Throttle.DEFAULT_DELAY, (delayNs, action) -> {
        delays.add(delayNs);
        timers.add(action);
    }, () -> now);

    private CompletableFuture<Boolean> schedule(String name) {
        return throttle.schedule(() -> ran.add(name)).toCompletableFuture();
    }

    @Test
    void shouldRunTheLastActionOnceADelayAfterTheFirst() {
        CompletableFuture<Boolean> first = schedule("first");
        CompletableFuture<Boolean> last = schedule("last");
        assertTrue(throttle.isPending());

        timers.remove().run();

        assertEquals(List.of("last"), ran);
        assertTrue(timers.isEmpty());
        assertFalse(throttle.isPending());
        assertFalse(first.join());
        assertTrue(last.join());
    }

    @Test
    void shouldSettleTheStageOfACallThatIsCancelled() {
        CompletableFuture<Boolean> cancelled = schedule("cancelled");

        throttle.cancel();

        assertFalse(cancelled.join());
        timers.remove().run();
        assertEquals(List.of(), ran);
    }

    @Test
    void shouldNotRunEarlyWhenAnEarlierTimerWasCancelled() {
        schedule("cancelled");
        throttle.cancel();
        schedule("next");

        timers.remove().run();
        assertEquals(List.of(), ran);
        timers.remove().run();

        assertEquals(List.of("next"), ran);
    }

    @Test
    void shouldFailTheStageWithWhatTheActionThrew() {
        CompletionStage<Boolean> failed = throttle.schedule(() -> {
            throw new IllegalStateException("thrown");
        });

        timers.remove().run();

        assertThrows(CompletionException.class, () -> failed.toCompletableFuture().join());
    }

    @Test
    void shouldRunAtOnceInPlaceOfWhatIsPending() {
        CompletableFuture<Boolean> pending = schedule("pending");

        assertTrue(throttle.runNow(() -> ran.add("now")).toCompletableFuture().join());

        assertFalse(pending.join());
        assertEquals(List.of("now"), ran);
    }

    @Test
    void shouldTellTheTimeUntilTheNextRun() {
        assertEquals(Duration.ZERO, throttle.timeUntilNextRun());
        schedule("x");
        now += Duration.ofMillis(30).toNanos();

        assertEquals(Duration.ofMillis(70), throttle.timeUntilNextRun());
    }

    @Test
    void shouldUseAnotherDelayFromTheNextRunOn() {
        throttle.setDelay(Duration.ofMillis(7));
        schedule("x");

        assertEquals(List.of(Duration.ofMillis(7).toNanos()), delays);
        assertThrows(IllegalArgumentException.class, () -> throttle.setDelay(Duration.ofMillis(-1)));
    }

    @Test
    void shouldRunByTheSystemsClock() {
        assertTrue(Throttle.create(Duration.ZERO).schedule(() -> { }).toCompletableFuture().join());
    }
}
