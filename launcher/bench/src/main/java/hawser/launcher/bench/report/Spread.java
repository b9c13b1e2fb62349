// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.Arrays;
import java.util.Optional;

/**
 * One figure over all forks.
 *
 * @param median of the forks
 * @param min the lowest fork
 * @param max the highest fork
 */
public record Spread(double median, double min, double max) {
    /** {@return the spread of those values that are numbers; empty if none is} */
    static Optional<Spread> of(double... values) {
        double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1]));
    }
}
