// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.OpenLease;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every library that is loaded and may still run: as long as there is one, the core that it returns to must stay
 * loaded.
 * Thread-safe.
 */
final class LoadedLibraries {
    private final Set<LoadedPlugin> loaded = ConcurrentHashMap.newKeySet();
    private final Executions executions;
    private final Trials trials;

    LoadedLibraries(Executions executions, Trials trials) {
        this.executions = executions;
        this.trials = trials;
    }

    /** Throws if plugins cannot be driven so. */
    void requireExecution(String execution) {
        executions.named(execution);
    }

    /** Has it tried elsewhere, if it is to be loaded into this process. */
    void prepare(String execution, LibraryFile file) {
        if (executions.named(execution).isInProcess()) {
            trials.require(file);
        }
    }

    /** Loads a copy of a library that was prepared, and checks what it offers. */
    LoadedPlugin load(String execution, LibraryFile file) {
        LoadedPlugin plugin = executions.named(execution).load(file);
        loaded.add(plugin);
        return plugin;
    }

    /** Lets go of a library; one that stays loaded stays here. */
    LoadedPlugin.Unloaded unload(LoadedPlugin library) {
        LoadedPlugin.Unloaded unloaded = library.unload();
        if (!unloaded.isLoaded()) {
            loaded.remove(library);
        }
        return unloaded;
    }

    void lookForHangs(long nowNs, long hangNs) {
        loaded.forEach(plugin -> plugin.lookForHang(nowNs, hangNs));
    }

    /** {@return the buffers that plugins were lent and have not sent, by plugin} */
    List<OpenLease> leases() {
        return loaded.stream().map(LoadedLibraries::lease).flatMap(Optional::stream)
                .sorted(Comparator.comparing(OpenLease::plugin)).toList();
    }

    private static Optional<OpenLease> lease(LoadedPlugin plugin) {
        LoadedPlugin.Lent lent = plugin.lent();
        return lent.count() == 0 ? Optional.empty()
                : Optional.of(new OpenLease(plugin.name(), lent.count(), Duration.ofNanos(lent.forNs())));
    }

    boolean isEmpty() {
        return loaded.isEmpty();
    }
}
