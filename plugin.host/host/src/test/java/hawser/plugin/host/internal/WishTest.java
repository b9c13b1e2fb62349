// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WishTest {
    private final Wish wish = new Wish();

    @Test
    void shouldBeWantedUntilItEnds() {
        assertFalse(wish.isWanted());
        wish.want();
        assertTrue(wish.isWanted());
        wish.end();
        assertFalse(wish.isWanted());
    }

    @Test
    void shouldBeTakenUpAnewOnceForEachStart() {
        wish.want();

        assertTrue(wish.isAnew());
        assertTrue(wish.takeAnew());
        assertFalse(wish.isAnew());
        assertFalse(wish.takeAnew());
    }

    @Test
    void shouldBeGivenUpUnlessSomebodyWantedItMeanwhile() {
        wish.want();
        wish.takeAnew();
        wish.giveUp();
        assertFalse(wish.isWanted());

        wish.want();
        wish.giveUp();
        assertTrue(wish.isWanted());
    }

    @Test
    void shouldEndWithAnAbsenceThatLasts() {
        wish.want();
        int absence = wish.leave();

        assertTrue(wish.endIfAway(absence));
        assertFalse(wish.isWanted());
    }

    @Test
    void shouldNotEndWithAnAbsenceThatIsOver() {
        wish.want();
        int absence = wish.leave();
        wish.want();
        assertFalse(wish.endIfAway(absence));

        wish.leave();
        assertFalse(wish.endIfAway(absence));
        assertTrue(wish.isWanted());
    }
}
