// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Powers of ten around some values. What is less than a tenth counts as a tenth. */
record LogScale(int lowest, int highest) {
    private static final double LEAST = 0.1;
    private static final int TEN = 10;

    static LogScale of(Collection<List<Optional<Spread>>> lines) {
        List<Spread> all = lines.stream().flatMap(List::stream).flatMap(Optional::stream).toList();
        double min = all.stream().mapToDouble(Spread::min).min().orElse(1);
        double max = all.stream().mapToDouble(Spread::max).max().orElse(1);
        int lowest = (int) Math.floor(Math.log10(Math.max(LEAST, min)));
        return new LogScale(lowest, Math.max(lowest + 1, (int) Math.ceil(Math.log10(Math.max(LEAST, max)))));
    }

    /** From 0 to 1. */
    double share(double value) {
        return (Math.log10(Math.max(value, Math.pow(TEN, lowest))) - lowest) / (highest - lowest);
    }

    /** The powers of ten. */
    List<Double> major() {
        return IntStream.rangeClosed(lowest, highest).mapToObj(exponent -> Math.pow(TEN, exponent)).toList();
    }

    /** Two to nine times each power of ten. */
    List<Double> minor() {
        return IntStream.range(lowest, highest).boxed().flatMap(exponent -> IntStream.range(2, TEN)
                .mapToObj(times -> times * Math.pow(TEN, exponent))).toList();
    }
}
