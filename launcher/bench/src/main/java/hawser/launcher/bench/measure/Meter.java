// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import org.HdrHistogram.Histogram;

/** Takes one row's values and tells their percentiles. For one thread. */
public final class Meter {
    /** Values are kept in thousandths: three digits of a nanosecond matter where a message costs twenty. */
    private static final double SCALE = 1000;

    private final Budget budget;
    private final Histogram histogram = new Histogram(3);

    /** Within that budget. */
    public Meter(Budget budget) {
        this.budget = budget;
    }

    /** {@return how long to warm up and measure} */
    public Budget budget() {
        return budget;
    }

    /** Takes one value; a negative one, as differences of noise may be, counts as 0. */
    public void record(double value) {
        histogram.recordValue(Math.max(0, Math.round(value * SCALE)));
    }

    /** Takes many. */
    public void record(long[] values) {
        for (long value : values) {
            record(value);
        }
    }

    /** {@return how many values it has taken} */
    public long count() {
        return histogram.getTotalCount();
    }

    /** {@return the value that so many percent do not exceed} */
    public double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / SCALE;
    }
}
