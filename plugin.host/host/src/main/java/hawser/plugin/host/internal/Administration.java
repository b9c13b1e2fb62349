// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** What an administrator asks for, of plugins by their names. Thread-safe. */
final class Administration {
    /** Only somebody's word brings such a plugin up. */
    private static final Set<PluginState> DOWN = EnumSet.of(PluginState.STOPPED, PluginState.QUARANTINED);
    private static final Set<PluginState> UNWELL = EnumSet.of(PluginState.FAILED, PluginState.CRASHED,
            PluginState.RESTARTING, PluginState.QUARANTINED);

    private final BundleContext context;
    private final PluginExtender extender;
    private final LoadedLibraries libraries;
    private final BooleanSupplier hasKeys;
    private final Deployment deployment;

    Administration(BundleContext context, PluginExtender extender, LoadedLibraries libraries,
            BooleanSupplier hasKeys) {
        this.context = context;
        this.extender = extender;
        this.libraries = libraries;
        this.hasKeys = hasKeys;
        this.deployment = new Deployment(context, extender);
    }

    PluginInfo load(Path library) {
        requireKeys();
        LibraryBundle wrapped = LibraryBundle.loaded(library);
        if (context.getBundle(wrapped.location()) != null) {
            throw new PluginException("a library is loaded once: " + library + " is loaded already");
        }
        try {
            Bundle bundle = context.installBundle(wrapped.location(), wrapped.stream());
            bundle.start();
            return loaded(bundle);
        } catch (BundleException e) {
            throw new PluginException("the bundle around " + library + " must be startable: " + e.getMessage(), e);
        }
    }

    /** Without them the load that is waited for would wait too. */
    private void requireKeys() {
        if (!hasKeys.getAsBoolean()) {
            throw new PluginException("a plugin acts under a key: the bundle hawser.transport.keys must be active");
        }
    }

    private PluginInfo loaded(Bundle bundle) throws BundleException {
        HostedPlugin plugin = extender.plugin(bundle);
        extender.lastLoad(plugin).join();
        PluginInfo info = plugin.info();
        if (info.state() != PluginState.ACTIVE) {
            bundle.uninstall();
            throw new PluginException(info.reason().orElse("the plugin was stopped while it was loaded"));
        }
        return info;
    }

    private Bundle bundleOf(String name) {
        PluginInfo info = extender.find(name).orElseThrow(() -> new PluginException(
                "the name of a plugin is required: there is no " + name + "; plugin:list shows those there are"));
        Bundle bundle = context.getBundle(info.bundleId());
        if (bundle == null) {
            throw new PluginException("a plugin with a bundle is required: that of " + name + " is gone, and only what "
                    + "still runs is left of it");
        }
        return bundle;
    }

    PluginInfo install(Path file) {
        requireKeys();
        return deployment.install(file.toAbsolutePath().normalize());
    }

    PluginInfo update(String name) {
        requireKeys();
        return deployment.renew(bundleOf(name));
    }

    PluginInfo update(String name, Path file) {
        requireKeys();
        return deployment.update(bundleOf(name), file.toAbsolutePath().normalize());
    }

    PluginInfo drive(String name, String execution) {
        requireKeys();
        libraries.requireExecution(execution);
        HostedPlugin plugin = extender.plugin(bundleOf(name));
        boolean isDown = DOWN.contains(plugin.info().state());
        Optional<String> before = plugin.origin().chosen();
        plugin.origin().choose(Optional.of(execution));
        extender.load(plugin).join();
        PluginInfo info = plugin.info();
        if (!isDown && (UNWELL.contains(info.state()) || info.state() == PluginState.ACTIVE
                && !info.execution().equals(execution))) {
            plugin.origin().choose(before);
            extender.load(plugin).join(); // it may be down for it, or have kept what came of it as its reason
            throw new PluginException("plugin " + name + " must run with execution=" + execution + ", and is driven as "
                    + "before: " + info.reason().orElse("it was " + info.state()));
        }
        return info;
    }

    void uninstall(String name) {
        deployment.remove(bundleOf(name));
    }

    void unload(String name) {
        Bundle bundle = bundleOf(name);
        try {
            if (LibraryBundle.isLoaded(bundle.getLocation())) {
                bundle.uninstall();
            } else {
                bundle.stop();
            }
        } catch (BundleException e) {
            throw new PluginException("the bundle of plugin " + name + " must stop: " + e.getMessage(), e);
        }
    }
}
