// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Measurement;
import java.util.Optional;

/**
 * One way to do what a group's rows ask.
 *
 * @param name as it is printed
 * @param isInFramework whether it is measured from inside a bundle, the distribution running
 * @param measurement empty as long as it cannot be measured
 */
record Subject(String name, boolean isInFramework, Optional<Measurement> measurement) {
    private static final String OURS = "hawser";

    /** Whether it is the product, and not a peer. */
    boolean isOurs() {
        return name.startsWith(OURS);
    }

    /** One that needs no framework. */
    static Subject of(String name, Measurement measurement) {
        return new Subject(name, false, Optional.of(measurement));
    }

    /** One that is used as bundles use it. */
    static Subject inFramework(String name, Measurement measurement) {
        return new Subject(name, true, Optional.of(measurement));
    }

    /** It is printed as {@code not yet}. */
    static Subject notYet(String name) {
        return new Subject(name, false, Optional.empty());
    }
}
