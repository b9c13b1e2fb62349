// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineThreadsTest {
    private static final long LONG_NS = Long.MAX_VALUE;

    private final InlineThreads threads = new InlineThreads();

    @AfterEach
    void close() {
        threads.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "pool-1-thread-1", "", "my-hawser-worker", "hawser-inline"})
    void shouldLetApplicationsThreadsCall(String name) throws Exception {
        assertTrue(mayCall(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hawser-request", "hawser-reader-echo", "hawser-deadlines", "FelixDispatchQueue",
        "FelixStartLevel", "fileinstall-deploy", "Gogo shell", "pipe-[event:send]", "CM Event Dispatcher",
        "SCR Component Actor"})
    void shouldKeepTheShellTheFrameworkAndTheHostOut(String name) throws Exception {
        assertFalse(mayCall(name));
    }

    private static boolean mayCall(String name) throws Exception {
        FutureTask<Boolean> asked = new FutureTask<>(InlineThreads::mayCall);
        new Thread(asked, name).start();
        return asked.get();
    }

    @Test
    void shouldRunOnAThreadThatMayCall() {
        assertTrue(threads.await(InlineThreads::mayCall, LONG_NS, () -> false));
    }

    @Test
    void shouldGiveWhatStandsInForACallThatHangs() {
        CountDownLatch never = new CountDownLatch(1);

        String given = threads.await(() -> {
            never.await();
            return "returned";
        }, 1, () -> "late");

        assertEquals("late", given);
        never.countDown();
    }

    @Test
    void shouldRepeatUntilCancelled() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);

        threads.repeat(thrice::countDown, 1_000);

        thrice.await();
    }
}
