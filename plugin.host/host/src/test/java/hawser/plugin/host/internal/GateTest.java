// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();

    @Test
    void shouldCountThoseInsideAlsoWhenItIsClosed() {
        assertTrue(gate.enter());
        assertFalse(gate.isEmpty());
        gate.close();
        gate.close();
        assertFalse(gate.isEmpty());

        gate.leave();

        assertTrue(gate.isEmpty());
    }

    @Test
    void shouldLetNobodyInWhenItIsClosed() {
        gate.close();

        assertFalse(gate.enter());
        assertTrue(gate.isEmpty());
    }
}
