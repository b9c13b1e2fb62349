// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.function.ToDoubleFunction;

/** Which of a sample's figures is meant. */
public enum Percentile {
    /** What one of ten does not exceed: what it costs while nobody else has the processors. */
    P10(Sample::p10),
    /** The median. */
    P50(Sample::p50),
    /** What nine of ten do not exceed. */
    P90(Sample::p90),
    /** What all but one in a hundred do not exceed. */
    P99(Sample::p99),
    /** No percentile: how far apart the two processors were. */
    PING_PONG(Sample::pingPong);

    private final ToDoubleFunction<Sample> value;

    Percentile(ToDoubleFunction<Sample> value) {
        this.value = value;
    }

    /** {@return the sample's} */
    public double of(Sample sample) {
        return value.applyAsDouble(sample);
    }
}
