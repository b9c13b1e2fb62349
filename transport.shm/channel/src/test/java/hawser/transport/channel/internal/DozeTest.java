// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** When a caller may leave the sleep flag alone: not before the thread is known to doze, nor afterwards. */
class DozeTest {
    private final Doze doze = new Doze();

    @Test
    void shouldNotBeUnderWayBeforeTheThreadIsWithin() {
        assertTrue(doze.begin());

        assertTrue(doze.isBegun());
        assertFalse(doze.isUnderWay());
    }

    @Test
    void shouldBeUnderWayWhileTheThreadIsWithin() {
        AtomicBoolean over = new AtomicBoolean();
        doze.begin();
        Thread thread = new Thread(() -> {
            while (!over.get()) {
                doze.sleep(over::get);
            }
        });
        thread.start();

        while (!doze.isUnderWay()) {
            doze.begin(); // it may have ended, as nobody had read for a nap
        }

        over.set(true);
        Threads.join(thread);
        assertFalse(doze.isUnderWay());
    }

    @Test
    void shouldEndWhenNobodyHasReadForANap() {
        doze.begin();

        doze.sleep(() -> false);

        assertFalse(doze.isBegun());
        assertFalse(doze.isUnderWay());
        assertTrue(doze.begin());
    }
}
