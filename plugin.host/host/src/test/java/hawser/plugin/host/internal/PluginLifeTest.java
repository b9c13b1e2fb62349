// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static hawser.plugin.host.PluginState.ACTIVE;
import static hawser.plugin.host.PluginState.DRAINING;
import static hawser.plugin.host.PluginState.LOADING;
import static hawser.plugin.host.PluginState.STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PluginLifeTest {
    private static PluginSnapshot to(PluginSnapshot from, PluginState state) {
        return switch (state) {
            case INSTALLED -> PluginSnapshot.installed(from.name(), from.bundleId());
            case LOADING -> from.loading();
            case ACTIVE -> from.active("0123456789ab", List.of());
            case DRAINING -> from.draining();
            case STOPPED -> from.stopped();
            case FAILED -> from.failed("it failed");
            case CRASHED -> from.crashed("it crashed");
            case RESTARTING -> from.restarting();
            case QUARANTINED -> from.quarantined("it crashed too often");
        };
    }

    /** The model: where it is, and what was told. */
    @Property
    void shouldChangeOnlyAlongItsWaysAndTellEachChangeOnce(@ForAll List<PluginState> steps) {
        List<PluginState> told = new ArrayList<>();
        PluginLife life = new PluginLife(PluginSnapshot.installed("model", 1), change -> told.add(change.state()));
        List<PluginState> expected = new ArrayList<>();
        PluginState model = PluginState.INSTALLED;

        for (PluginState step : steps) {
            PluginSnapshot next = to(life.now(), step);
            if (PluginLife.leads(model, step)) {
                life.become(next);
                expected.add(step);
                model = step;
            } else {
                assertThrows(IllegalStateException.class, () -> life.become(next));
            }
            assertEquals(model, life.now().state());
        }

        assertEquals(expected, told);
    }

    @Property
    void shouldHaveAReasonExactlyWhenItFailed(@ForAll List<PluginState> steps) {
        PluginLife life = new PluginLife(PluginSnapshot.installed("model", 1), change -> { });

        for (PluginState step : steps) {
            if (PluginLife.leads(life.now().state(), step)) {
                life.become(to(life.now(), step));
            }
            boolean failed = EnumSet.of(PluginState.FAILED, PluginState.CRASHED, PluginState.RESTARTING,
                    PluginState.QUARANTINED).contains(life.now().state());
            assertEquals(failed, life.now().reason().isPresent(), life.now()::toString);
            assertEquals(EnumSet.of(ACTIVE, DRAINING).contains(life.now().state()),
                    life.now().keyFingerprint().isPresent());
        }
    }

    /** No state is a trap: from each there is a way to run again, and one to be stopped. */
    @Example
    void shouldLeadFromEachStateToActiveAndToStopped() {
        for (PluginState from : PluginState.values()) {
            assertTrue(reachable(from).containsAll(Set.of(LOADING, ACTIVE, STOPPED)), from.name());
        }
    }

    private static Set<PluginState> reachable(PluginState from) {
        Set<PluginState> found = EnumSet.noneOf(PluginState.class);
        Queue<PluginState> open = new ArrayDeque<>(List.of(from));
        for (PluginState state = open.poll(); state != null; state = open.poll()) {
            for (PluginState next : PluginState.values()) {
                if (PluginLife.leads(state, next) && found.add(next)) {
                    open.add(next);
                }
            }
        }
        return found;
    }

    @Example
    void shouldTakeWhatIsLearntForNoChange() {
        List<PluginInfo> told = new ArrayList<>();
        PluginLife life = new PluginLife(PluginSnapshot.installed("model", 1), told::add);

        life.learn(life.now().named("named", "1.0.0", 1));

        assertEquals("named", life.now().name());
        assertEquals(List.of(), told);
        assertThrows(IllegalArgumentException.class, () -> life.learn(life.now().loading()));
    }
}
