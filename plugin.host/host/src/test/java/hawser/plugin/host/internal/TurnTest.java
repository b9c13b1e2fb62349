// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final Turn turn = new Turn();
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldBeWhoseItIsAndNobodysAfterwards() {
        assertFalse(turn.isMine());
        assertTrue(turn.get(turn::isMine));
        assertFalse(turn.isMine());
        assertTrue(turn.runIfFree(() -> done.add("free")));
        assertFalse(turn.isMine());
        assertEquals(List.of("free"), done);
    }

    @Test
    void shouldRunNothingWhereItIsSomebodysTurn() {
        turn.run(() -> {
            assertFalse(turn.runIfFree(() -> done.add("own")));
            assertFalse(CompletableFuture.supplyAsync(() -> turn.runIfFree(() -> done.add("other"))).join());
        });

        assertEquals(List.of(), done);
    }

    @Test
    void shouldBeNobodysAfterAFailure() {
        try {
            turn.run(() -> {
                throw new IllegalStateException("it failed");
            });
        } catch (IllegalStateException e) {
            done.add(e.getMessage());
        }

        assertEquals(List.of("it failed"), done);
        assertTrue(CompletableFuture.supplyAsync(() -> turn.runIfFree(() -> { })).join());
    }
}
