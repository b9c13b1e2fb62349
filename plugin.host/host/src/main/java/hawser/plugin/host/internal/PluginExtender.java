// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Gives each bundle with a plugin header its plugin: started with the bundle, stopped with it, forgotten when it is
 * uninstalled. Loading has a thread of its own, so that a slow plugin holds up neither the framework nor another
 * plugin; stopping is done when the bundle has stopped. Loads wait for keys to be issued. Thread-safe.
 */
final class PluginExtender implements BundleTrackerCustomizer<HostedPlugin>, AutoCloseable {
    private static final int ANY_BUT_UNINSTALLED =
            Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

    /** How long a plugin goes on without its bundle, which may be being updated. */
    private static final long UPDATE_S = 5;

    private final Function<Bundle, HostedPlugin> plugins;
    private final Map<HostedPlugin, CompletableFuture<Void>> loads = new ConcurrentHashMap<>();
    private final Set<HostedPlugin> lingering = ConcurrentHashMap.newKeySet();
    private final BundleTracker<HostedPlugin> tracker;
    private volatile CompletableFuture<Void> keys = new CompletableFuture<>();
    private final ExecutorService loaders = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "hawser-loader");
        thread.setDaemon(true);
        return thread;
    });

    PluginExtender(BundleContext context, Function<Bundle, HostedPlugin> plugins) {
        this.plugins = plugins;
        this.tracker = new BundleTracker<>(context, ANY_BUT_UNINSTALLED, this);
    }

    void open() {
        tracker.open();
    }

    @Override
    public HostedPlugin addingBundle(Bundle bundle, BundleEvent event) {
        if (!isPlugin(bundle)) {
            return null;
        }
        HostedPlugin plugin = plugins.apply(bundle);
        follow(bundle, plugin);
        return plugin;
    }

    static boolean isPlugin(Bundle bundle) {
        return bundle.getHeaders("").get(NativePluginConstants.HEADER) != null;
    }

    /** {@return what the plugin of that bundle may be called, after its library: its first load is configured so} */
    static String guessName(Bundle bundle) {
        String header = bundle.getHeaders("").get(NativePluginConstants.HEADER);
        return LibraryBundle.pluginName(header.replaceFirst("(?s);.*", "").strip());
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, HostedPlugin plugin) {
        follow(bundle, plugin);
    }

    private void follow(Bundle bundle, HostedPlugin plugin) {
        if (bundle.getState() == Bundle.ACTIVE && isPlugin(bundle)) {
            plugin.want();
            load(plugin);
        } else if (bundle.getState() == Bundle.STOPPING && plugin.mayComeBack()) {
            int absence = plugin.leave();
            CompletableFuture.delayedExecutor(UPDATE_S, TimeUnit.SECONDS, loaders)
                    .execute(() -> plugin.stopUnlessBack(absence));
        } else if (bundle.getState() == Bundle.STOPPING || bundle.getState() == Bundle.ACTIVE) {
            stop(plugin);
        }
    }

    private void stop(HostedPlugin plugin) {
        plugin.unwant();
        takeDown(plugin, () -> {
            if (plugin.isWanted()) {
                load(plugin);
            }
        });
    }

    /**
     * Whoever is within what a plugin has said is waited for by those who end it, and does not wait for them. Nor does
     * who was called by one of them: it is done when that one is.
     */
    private void takeDown(HostedPlugin plugin, Runnable next) {
        boolean mayWait = !plugin.isMidway() && !Generation.isHeard();
        if (mayWait) {
            plugin.takeDown();
        }
        if (mayWait || plugin.takeDownIfFree()) {
            next.run();
        } else {
            loaders.execute(() -> {
                plugin.takeDown();
                next.run();
            });
        }
    }

    /**
     * Has a plugin loaded, if its bundle is active and it is not loaded yet. In one step, for two may come at a time:
     * what is noted, and waited for, is the load that was begun last.
     */
    CompletableFuture<Void> load(HostedPlugin plugin) {
        return loads.compute(plugin, (same, before) -> keys.thenRunAsync(plugin::load, loaders));
    }

    /** Something that plugins may wait for has come: those that are loaded go on as they are. */
    void loadAll() {
        tracker.getTracked().values().forEach(this::load);
    }

    /** From now on nobody issues keys: loads wait. */
    void missKeys() {
        keys = new CompletableFuture<>();
    }

    /** Loads go on; what is loaded asks for another key. */
    void meetKeys() {
        keys.complete(null);
        tracker.getTracked().values().forEach(plugin -> loads.compute(plugin,
                (same, before) -> CompletableFuture.runAsync(plugin::meetKeys, loaders)));
    }

    /** The load that its bundle's last start began; it has ended if the plugin is unknown. */
    CompletableFuture<Void> lastLoad(HostedPlugin plugin) {
        return loads.getOrDefault(plugin, CompletableFuture.completedFuture(null));
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, HostedPlugin plugin) {
        plugin.unwant();
        loads.remove(plugin);
        takeDown(plugin, () -> {
            if (plugin.staysLoaded()) {
                lingering.add(plugin);
            }
        });
    }

    /** A library that still ran may have ended; then nothing of it is left. */
    void forgetThoseThatCameBack() {
        lingering.removeIf(plugin -> !plugin.staysLoaded());
    }

    /** A library that still ran may have ended; then nothing of it is left. Asks on other threads. */
    void lookForReturns() {
        List.copyOf(tracker.getTracked().values()).stream().filter(HostedPlugin::isLoaded)
                .forEach(plugin -> loaders.execute(plugin::staysLoaded));
        if (!lingering.isEmpty()) {
            loaders.execute(this::forgetThoseThatCameBack);
        }
    }

    /** Those whose bundle is here, and those whose library still runs although the bundle is gone. */
    List<HostedPlugin> plugins() {
        forgetThoseThatCameBack();
        List<HostedPlugin> plugins = new ArrayList<>(lingering);
        tracker.getTracked().values().stream().filter(plugin -> plugin.origin().bundle().isDeclared())
                .forEach(plugins::add);
        return plugins;
    }

    /** {@return the same by name, as they are now} */
    List<PluginInfo> list() {
        return plugins().stream().map(HostedPlugin::info).sorted(Comparator.comparing(PluginInfo::name)).toList();
    }

    /** {@return the plugin of that name; one that failed, and never told its own, if there is no other} */
    Optional<PluginInfo> find(String name) {
        return list().stream().filter(plugin -> plugin.name().equals(name))
                .min(Comparator.comparing(plugin -> plugin.state() == PluginState.FAILED));
    }

    /** The plugin of that bundle, or null. */
    HostedPlugin plugin(Bundle bundle) {
        return tracker.getObject(bundle);
    }

    CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(loads.values().toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void close() {
        tracker.close();
        keys.cancel(false);
        loaders.shutdown();
    }
}
