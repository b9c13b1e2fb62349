// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Measurement;

/**
 * One way to do what a group's rows ask.
 *
 * @param name as it is printed
 * @param isInFramework whether it is measured from inside a bundle, the distribution running
 * @param measurement how
 */
record Subject(String name, boolean isInFramework, Measurement measurement) {
    private static final String OURS = "hawser";

    /** Whether it is the product, and not a peer. */
    boolean isOurs() {
        return name.startsWith(OURS);
    }

    /** One that needs no framework. */
    static Subject of(String name, Measurement measurement) {
        return new Subject(name, false, measurement);
    }

    /** One that is used as bundles use it. */
    static Subject inFramework(String name, Measurement measurement) {
        return new Subject(name, true, measurement);
    }
}
