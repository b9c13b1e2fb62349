// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CompanionLoadsTest {
    private static final Set<String> GREETING = Set.of("libgreeting.so", "libother.so");

    private final CompanionLoads loads = new CompanionLoads();
    private final FutureTask<Boolean> second = new FutureTask<>(() -> {
        loads.begin(Set.of("libgreeting.so"));
        return Thread.currentThread().isInterrupted();
    });
    private final Thread thread = new Thread(second);

    private void startWaiting() {
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertNotEquals(Thread.State.TERMINATED, thread.getState());
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldLoadOneOfANameAtATime() throws Exception {
        loads.begin(GREETING);
        startWaiting();
        assertFalse(second.isDone());

        loads.end(GREETING);

        assertEquals(false, second.get());
    }

    /** Also as long as the constructor of one does not return. */
    @Test
    void shouldHoldUpNobodyElse() {
        loads.begin(GREETING);

        loads.begin(Set.of());
        loads.end(Set.of());
        loads.begin(Set.of("libwords.so"));
        loads.end(Set.of("libwords.so"));

        startWaiting(); // what others did has not let the second in
        loads.end(GREETING);
    }

    @Test
    void shouldStopWaitingWhenInterrupted() {
        loads.begin(GREETING);
        startWaiting();

        thread.interrupt();

        ExecutionException failure = assertThrows(ExecutionException.class, second::get);
        assertTrue(failure.getCause() instanceof PluginException, () -> "found " + failure.getCause());
    }
}
