// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.PluginKey;
import java.util.List;
import java.util.Optional;

/** A plugin at one moment. */
record PluginSnapshot(String name, String version, int apiVersion, String execution, int generation, PluginState state,
        Optional<String> reason, Optional<String> keyFingerprint, List<String> events, long bundleId,
        List<String> remains)
        implements PluginInfo {
    private static final String KEYLESS = "a valid key is required and its own was revoked: it is refused everything; "
            + "plugin:start gives it a new one, and so does the bundle hawser.transport.keys when it starts";

    static PluginSnapshot installed(String name, long bundleId) {
        return new PluginSnapshot(name, "", 0, "", 0, PluginState.INSTALLED, Optional.empty(), Optional.empty(),
                List.of(), bundleId, List.of());
    }

    /** The same, with what is left of generations that ended. */
    PluginSnapshot remaining(List<String> left) {
        return left.equals(remains) ? this : new PluginSnapshot(name, version, apiVersion, execution, generation, state,
                reason, keyFingerprint, events, bundleId, left);
    }

    PluginSnapshot loading() {
        return new PluginSnapshot(name, "", 0, execution, generation + 1, PluginState.LOADING, Optional.empty(),
                Optional.empty(), events, bundleId, remains);
    }

    PluginSnapshot declared(String newExecution, List<String> declaredEvents) {
        return new PluginSnapshot(name, version, apiVersion, newExecution, generation, state, reason,
                keyFingerprint, declaredEvents, bundleId, remains);
    }

    PluginSnapshot named(String newName, String newVersion, int newApiVersion) {
        return new PluginSnapshot(newName, newVersion, newApiVersion, execution, generation, state, reason,
                keyFingerprint, events, bundleId, remains);
    }

    PluginSnapshot active(String fingerprint, List<String> handled) {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.ACTIVE,
                Optional.empty(), Optional.of(fingerprint), handled, bundleId, remains);
    }

    /** The same, if it is active, with the key of the moment. */
    PluginSnapshot keyed(PluginKey key) {
        if (keyFingerprint.isEmpty()) {
            return this;
        }
        return key.isValid()
                ? new PluginSnapshot(name, version, apiVersion, execution, generation, state, reason,
                        Optional.of(key.fingerprint()), events, bundleId, remains)
                : new PluginSnapshot(name, version, apiVersion, execution, generation, state, Optional.of(KEYLESS),
                        Optional.empty(), events, bundleId, remains);
    }

    /** The same, still active; an update of it came to nothing. */
    PluginSnapshot notUpdated(String why) {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, state, Optional.of(why),
                keyFingerprint, events, bundleId, remains);
    }

    /** The same plugin in another generation. */
    PluginSnapshot next(LoadedPlugin plugin, String newExecution, int newGeneration) {
        return new PluginSnapshot(plugin.name(), plugin.version(), plugin.apiVersion(), newExecution, newGeneration,
                state, Optional.empty(), keyFingerprint, events, bundleId, remains);
    }

    PluginSnapshot draining() {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.DRAINING, reason,
                keyFingerprint, events, bundleId, remains);
    }

    PluginSnapshot crashed(String why) {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.CRASHED,
                Optional.of(why), Optional.empty(), events, bundleId, remains);
    }

    PluginSnapshot restarting() {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.RESTARTING, reason,
                Optional.empty(), events, bundleId, remains);
    }

    PluginSnapshot quarantined(String why) {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.QUARANTINED,
                Optional.of(why), Optional.empty(), events, bundleId, remains);
    }

    /** The same, whose bundle cannot be resolved; if it was to be started, that has failed. */
    PluginSnapshot unresolved(String why, boolean wanted) {
        return new PluginSnapshot(name, version, apiVersion, execution, generation,
                wanted ? PluginState.FAILED : state, Optional.of(why), Optional.empty(), events, bundleId, remains);
    }

    PluginSnapshot stopped() {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.STOPPED,
                Optional.empty(), Optional.empty(), events, bundleId, remains);
    }

    PluginSnapshot failed(String why) {
        return new PluginSnapshot(name, version, apiVersion, execution, generation, PluginState.FAILED,
                Optional.of(why), Optional.empty(), events, bundleId, remains);
    }
}
