// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpinnerTest {
    private final Spinner spinner = new Spinner();
    private int looks;

    @Test
    void shouldLeaveOutTwiceAsManyAfterEachSpinInVain() {
        List<Boolean> spun = Stream.generate(this::spinsInVain).limit(11).toList();

        assertEquals(List.of(true, false, true, false, false, true, false, false, false, false, true), spun);
    }

    @Test
    void shouldSpinEachTimeAgainOnceThatPays() {
        Stream.generate(this::spinsInVain).limit(6).forEach(spun -> { });
        Stream.generate(this::spinsInVain).limit(4).forEach(spun -> { });

        assertTrue(spinner.spin(() -> looks++ == 3));

        assertTrue(spinsInVain());
    }

    @Test
    void shouldTryAgainNowAndThenHoweverOftenItWasInVain() {
        Stream.generate(this::spinsInVain).limit(1000).forEach(spun -> { });

        assertTrue(Stream.generate(this::spinsInVain).limit(65).anyMatch(spun -> spun));
    }

    @Test
    void shouldLookOnceAtLeast() {
        spinsInVain();

        assertTrue(spinner.spin(() -> true));
    }

    private boolean spinsInVain() {
        looks = 0;
        assertFalse(spinner.spin(() -> looks++ < 0));
        int looked = looks;
        looks = 0;
        return looked > 1;
    }
}
