// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void shouldSayOneOfOneAndManyOfAllElse() {
        assertEquals("0 files", Count.of(0, "file"));
        assertEquals("1 file", Count.of(1, "file"));
        assertEquals("2 files", Count.of(2, "file"));
        assertEquals("1 process", Count.of(1, "process", "processes"));
        assertEquals("3 processes", Count.of(3, "process", "processes"));
    }
}
