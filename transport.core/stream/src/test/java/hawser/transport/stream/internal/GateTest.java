// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final long GENEROUS_NS = TimeUnit.SECONDS.toNanos(30);

    private final Gate gate = new Gate();
    private final AtomicInteger room = new AtomicInteger();
    private final LinkedBlockingQueue<Boolean> passed = new LinkedBlockingQueue<>();

    @Test
    void shouldLetAllPassWhenItOpensOnce() throws InterruptedException {
        List<Thread> waiting = IntStream.range(0, 3).mapToObj(i -> waiter()).toList();
        awaitAllAsleep(waiting);

        room.set(1);
        gate.open();

        for (Thread thread : waiting) {
            assertTrue(passed.take());
            thread.join();
        }
    }

    @Test
    void shouldBeOpenedOnceForThoseWhoWaitAndAgainForThoseWhoGoOn() throws InterruptedException {
        Thread thread = waiter();
        awaitAllAsleep(List.of(thread));

        gate.open();
        while (!gate.isAwaited()) {
            Thread.onSpinWait();
        }
        room.set(1);
        gate.open();

        assertTrue(passed.take());
        thread.join();
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() throws InterruptedException {
        assertFalse(gate.await(() -> false, 1));
    }

    private Thread waiter() {
        Thread thread = new Thread(() -> {
            try {
                passed.add(gate.await(() -> room.get() > 0, GENEROUS_NS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitAllAsleep(List<Thread> threads) {
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }
}
