// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MetricsWriterTest {
    @Test
    void shouldWriteAFamilyWithLabelsThatBreakNoLine() {
        MetricsWriter out = new MetricsWriter();

        out.family("some_total", "counter", "How many");
        out.sample(12_000_000_000.0, "event", "a\"b\\c\nd", "code", "TIMEOUT");
        out.sample(0.5);

        assertEquals("# HELP some_total How many\n# TYPE some_total counter\n"
                + "some_total{event=\"a\\\"b\\\\c\\nd\",code=\"TIMEOUT\"} 12000000000\nsome_total 0.5\n", out.text());
    }
}
