// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.Locale;

/** What a group's values are. */
public enum Unit {
    /** Nanoseconds; printed as what is readable. */
    NS("time"),
    /** Milliseconds of processor time a second. */
    MS_PER_S("ms/s"),
    /** KiB. */
    KIB("KiB"),
    /** Bytes. */
    BYTES("bytes");

    private static final double STEP = 1000;
    private static final String[] TIMES = {"ns", "us", "ms", "s"};
    private final String label;

    Unit(String label) {
        this.label = label;
    }

    /** {@return its name in a heading} */
    public String label() {
        return label;
    }

    /** {@return the value with three digits} */
    public String format(double value) {
        if (this != NS) {
            return digits(value);
        }
        double scaled = value;
        int step = 0;
        while (scaled >= STEP && step < TIMES.length - 1) {
            scaled /= STEP;
            step++;
        }
        return digits(scaled) + ' ' + TIMES[step];
    }

    /** {@return a number with about three digits} */
    static String digits(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
