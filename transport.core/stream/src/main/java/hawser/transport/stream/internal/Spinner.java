// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import java.util.function.BooleanSupplier;

/** Looks for a while whether a condition has come true, as long as that pays. Races do no harm. */
final class Spinner {
    /*
     * A spin lasts about as long as waking a thread would take, and pays only while the other side runs on another
     * processor. Where other programs use that, a spin keeps the other side from the processor that it has. So after
     * one in vain the next are left out: one, then two, then four; now and then it is tried again.
     */
    private static final int LOOKS = 128;
    private static final int PAUSES = 10;
    private static final int MOST_LEFT_OUT = 64;

    private int leaveOut;
    private int leftOut;

    /** Whether it has come true. */
    boolean spin(BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return true;
        }
        if (leftOut < leaveOut) {
            leftOut++;
            return false;
        }
        leftOut = 0;
        for (int i = 0; i < LOOKS; i++) {
            pause();
            if (condition.getAsBoolean()) {
                leaveOut = 0;
                return true;
            }
        }
        leaveOut = Math.min(MOST_LEFT_OUT, Math.max(1, 2 * leaveOut));
        return false;
    }

    /** Looking all the time would take the cache line away from whoever writes it. */
    private static void pause() {
        for (int i = 0; i < PAUSES; i++) {
            Thread.onSpinWait();
        }
    }
}
