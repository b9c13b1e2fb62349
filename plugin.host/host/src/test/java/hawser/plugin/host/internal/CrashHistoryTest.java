// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginCrash;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CrashHistoryTest {
    private static final RestartPolicy POLICY = new RestartPolicy(10, 3, 1000);

    private final CrashHistory history = new CrashHistory();

    @Test
    void shouldWaitTwiceAsLongAfterEachCrashOfTheSameTime() {
        RestartPolicy patient = new RestartPolicy(10, 5, 1000);

        assertEquals(OptionalLong.of(10), history.add(0, patient));
        assertEquals(OptionalLong.of(20), history.add(100, patient));
        assertEquals(OptionalLong.of(40), history.add(200, patient));
    }

    @Test
    void shouldGiveUpWhenThereWereTooManyInTheWindow() {
        history.add(0, POLICY);
        history.add(500, POLICY);

        assertEquals(OptionalLong.empty(), history.add(999, POLICY));
        assertEquals(3, history.count());
        assertEquals(2, history.restarts());
    }

    @Test
    void shouldForgetWhatIsOlderThanTheWindow() {
        history.add(0, POLICY);
        history.add(500, POLICY);

        assertEquals(OptionalLong.of(20), history.add(1000, POLICY));
        assertEquals(OptionalLong.of(10), history.add(5000, POLICY));
    }

    @Test
    void shouldBeginAnewWhenForgiven() {
        history.add(0, POLICY);
        history.add(1, POLICY);

        history.forget();

        assertEquals(0, history.count());
        assertEquals(OptionalLong.of(10), history.add(2, POLICY));
    }

    @Test
    void shouldTellOfTheLastOneUntilForgiven() {
        assertEquals(Optional.empty(), history.last());
        PluginSnapshot first = PluginSnapshot.installed("a", 1).loading().crashed("died of SIGSEGV");
        history.remember(first, Instant.EPOCH, Path.of("report"));
        history.remember(first.loading().crashed("died of SIGILL"), Instant.EPOCH.plusSeconds(1), null);

        assertEquals(Optional.of(new PluginCrash("a", 2, Instant.EPOCH.plusSeconds(1), 2, "died of SIGILL",
                Optional.empty())), history.last());
        history.forget();
        assertEquals(Optional.empty(), history.last());
    }

    @Test
    void shouldNotOverflowWhenTheDelayIsLong() {
        RestartPolicy endless = new RestartPolicy(Long.MAX_VALUE / 3, Integer.MAX_VALUE, Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            assertTrue(history.add(i, endless).orElseThrow() > 0);
        }
    }
}
