// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import java.math.BigDecimal;

/** Writes the text format of Prometheus, version 0.0.4. Used by one thread. */
final class MetricsWriter {
    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /** Begins the samples of one name. */
    void family(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n')
                .append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** Adds a sample; labels alternate with their values. */
    void sample(double value, String... labels) {
        text.append(family);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(new BigDecimal(Double.toString(value)).stripTrailingZeros()
                .toPlainString()).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    String text() {
        return text.toString();
    }
}
