// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Measurement;
import java.util.Optional;

/**
 * One way to do what a group's rows ask.
 *
 * @param name as it is printed
 * @param measurement empty as long as it cannot be measured
 */
record Subject(String name, Optional<Measurement> measurement) {
    static Subject of(String name, Measurement measurement) {
        return new Subject(name, Optional.of(measurement));
    }

    /** It is printed as {@code not yet}. */
    static Subject notYet(String name) {
        return new Subject(name, Optional.empty());
    }
}
