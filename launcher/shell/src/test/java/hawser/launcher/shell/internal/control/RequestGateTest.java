// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When an instance with an owner stops. */
class RequestGateTest {
    private final AtomicInteger stops = new AtomicInteger();

    private RequestGate gate(boolean owned) {
        return new RequestGate(owned, stops::incrementAndGet);
    }

    @Test
    void shouldStopWhenTheOwnerHasGoneAndTheLastRequestEnds() {
        RequestGate gate = gate(true);
        RequestGate.Pass other = gate.enter().orElseThrow();

        gate.ownerGone();
        int before = stops.get();
        other.close();

        assertEquals(0, before);
        assertEquals(1, stops.get());
    }

    @Test
    void shouldLetNobodyInWhenItHasDecidedToStop() {
        RequestGate gate = gate(true);

        gate.ownerGone();

        assertTrue(gate.enter().isEmpty());
    }

    @Test
    void shouldStopAtOnceWhenTheOwnerLeavesAndNobodyElseIsInside() {
        RequestGate gate = gate(true);
        RequestGate.Pass farewell = gate.enter().orElseThrow();

        assertTrue(gate.ownerLeaves());
        farewell.close();

        assertEquals(1, stops.get());
    }

    @Test
    void shouldStayWhenTheOwnerLeavesAndAnotherIsInside() {
        RequestGate gate = gate(true);
        RequestGate.Pass other = gate.enter().orElseThrow();
        RequestGate.Pass farewell = gate.enter().orElseThrow();

        assertFalse(gate.ownerLeaves());
        farewell.close();

        assertEquals(0, stops.get());
        other.close();
        assertEquals(1, stops.get());
    }

    @Test
    void shouldStayWhenItWasKeptBeforeTheOwnerWent() {
        RequestGate gate = gate(true);

        gate.keep();
        gate.ownerGone();

        assertEquals(0, stops.get());
        assertTrue(gate.enter().isPresent());
    }

    @Test
    void shouldCountAPassOnceWhenItIsClosedTwice() {
        RequestGate gate = gate(true);
        RequestGate.Pass first = gate.enter().orElseThrow();
        RequestGate.Pass second = gate.enter().orElseThrow();

        first.close();
        first.close();
        gate.ownerGone();

        assertEquals(0, stops.get());
        second.close();
        assertEquals(1, stops.get());
    }
}
