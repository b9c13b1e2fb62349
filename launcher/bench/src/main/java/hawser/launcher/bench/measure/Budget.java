// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

/**
 * The time that a row may take in one fork.
 *
 * @param warmUpMs before anything is recorded
 * @param measureMs of what is recorded
 */
public record Budget(long warmUpMs, long measureMs) {
    /** {@return for figures that are worth keeping} */
    public static Budget full() {
        return new Budget(1500, 2000);
    }

    /** {@return for figures that tell about how fast} */
    public static Budget brief() {
        return new Budget(700, 700);
    }

    /** {@return to see whether everything runs} */
    public static Budget quick() {
        return new Budget(200, 300);
    }
}
