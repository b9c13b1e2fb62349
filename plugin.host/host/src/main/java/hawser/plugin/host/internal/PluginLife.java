// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static hawser.plugin.host.PluginState.ACTIVE;
import static hawser.plugin.host.PluginState.CRASHED;
import static hawser.plugin.host.PluginState.DRAINING;
import static hawser.plugin.host.PluginState.FAILED;
import static hawser.plugin.host.PluginState.INSTALLED;
import static hawser.plugin.host.PluginState.LOADING;
import static hawser.plugin.host.PluginState.QUARANTINED;
import static hawser.plugin.host.PluginState.RESTARTING;
import static hawser.plugin.host.PluginState.STOPPED;

import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a plugin is in its life, and the ways from there. Each change is logged and told once. One thread at a time
 * changes it; any may look.
 */
final class PluginLife {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLife.class);
    private static final Set<PluginState> ENDS = EnumSet.of(FAILED, CRASHED, QUARANTINED);
    private static final Map<PluginState, Set<PluginState>> WAYS = new EnumMap<>(Map.of(
            INSTALLED, EnumSet.of(LOADING, STOPPED),
            LOADING, EnumSet.of(ACTIVE, FAILED, CRASHED, STOPPED),
            ACTIVE, EnumSet.of(ACTIVE, DRAINING, FAILED, CRASHED), // to itself: another generation
            DRAINING, EnumSet.of(STOPPED, FAILED),
            STOPPED, EnumSet.of(LOADING),
            FAILED, EnumSet.of(LOADING, STOPPED),
            CRASHED, EnumSet.of(RESTARTING, QUARANTINED),
            RESTARTING, EnumSet.of(LOADING, STOPPED),
            QUARANTINED, EnumSet.of(LOADING, STOPPED)));

    private final Consumer<PluginInfo> listener;
    private volatile PluginSnapshot now;

    /** The listener gets each change, and must not block. */
    PluginLife(PluginSnapshot first, Consumer<PluginInfo> listener) {
        this.now = first;
        this.listener = listener;
    }

    static boolean leads(PluginState from, PluginState to) {
        return WAYS.get(from).contains(to);
    }

    PluginSnapshot now() {
        return now;
    }

    /** It is learnt what the plugin is; where it is does not change. */
    void learn(PluginSnapshot more) {
        if (more.state() != now.state()) {
            throw new IllegalArgumentException("what is learnt is no change: " + now.state() + " to " + more.state());
        }
        now = more;
    }

    /** Throws if no way leads there; then nothing has changed. */
    void become(PluginSnapshot next) {
        if (!leads(now.state(), next.state())) {
            throw new IllegalStateException("a plugin that is " + now.state() + " can become " + WAYS.get(now.state())
                    + ": " + next.name() + " was to become " + next.state());
        }
        now = next;
        if (ENDS.contains(next.state())) {
            LOG.error("Plugin {} is {}: {}", next.name(), next.state(), next.reason().orElse(""));
        } else {
            LOG.info("Plugin {} is {}, generation {}", next.name(), next.state(), next.generation());
        }
        listener.accept(next);
    }
}
