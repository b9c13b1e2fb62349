// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.Optional;
import java.util.Set;

/** A plugin whose library is loaded into this process. */
abstract class InProcessPlugin implements LoadedPlugin {
    /** The loader is all the process's. */
    private static final CompanionLoads LOADS = new CompanionLoads();

    /** Where the core keeps it. */
    final long address;
    private final String name;
    private final String version;
    private final int apiVersion;
    private final Set<Extension> extensions;
    private final LibraryFile library;
    private final LibraryImages.Image image;
    /* Under this object's lock, so that nobody counts the calls of what was unloaded. */
    private Runnable onHang;
    private long calls;
    private long callsSinceNs;

    InProcessPlugin(LibraryFile library, LibraryImages images) {
        this.library = library;
        Set<String> companions = library.companionNames();
        LOADS.begin(companions);
        try {
            library.requireAlone();
            image = images.open(library);
            address = load(image);
        } finally {
            LOADS.end(companions);
        }
        name = NativeCore.hawser_plugin_name(address);
        version = NativeCore.hawser_plugin_version(address);
        apiVersion = NativeCore.hawser_plugin_api_version(address);
        extensions = Extension.of(NativeCore.hawser_plugin_extensions(address));
    }

    private static long load(LibraryImages.Image image) {
        long plugin = NativeCore.hawser_plugin_load(image.descriptor());
        if (plugin == 0) {
            String reason = NativeCore.hawser_error();
            image.close();
            throw new PluginException(reason);
        }
        return plugin;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public int apiVersion() {
        return apiVersion;
    }

    @Override
    public Set<Extension> extensions() {
        return extensions;
    }

    @Override
    public Optional<String> tie() {
        return library.tie();
    }

    @Override
    public synchronized void onHang(Runnable listener) {
        onHang = listener;
    }

    @Override
    public synchronized void lookForHang(long nowNs, long hangNs) {
        if (onHang == null) {
            return; // it does not serve yet, or no more
        }
        long now = NativeCore.hawser_plugin_counter(address, NativeCore.CALLS);
        boolean inside = (now & 1) != 0;
        if (!inside || now != calls) {
            calls = now;
            callsSinceNs = nowNs;
        } else if (nowNs - callsSinceNs >= hangNs) {
            onHang.run();
            onHang = null;
        }
    }

    @Override
    public synchronized Lent lent() {
        return onHang == null ? Lent.NOTHING
                : new Lent((int) NativeCore.hawser_plugin_counter(address, NativeCore.LENT),
                        NativeCore.hawser_plugin_counter(address, NativeCore.LENT_FOR));
    }

    private synchronized void forget() {
        onHang = null;
    }

    /** Whether it is not running, or is no more after it was asked once again. */
    abstract boolean hasStopped();

    @Override
    public Unloaded unload() {
        forget();
        if (!hasStopped()) {
            return Unloaded.HUNG;
        }
        int result = NativeCore.hawser_plugin_unload(address);
        if (result < 0) {
            return result == NativeCore.THREADS ? Unloaded.RUNNING : Unloaded.HUNG;
        }
        image.close();
        return result == 0 && library.isAlone() ? Unloaded.GONE : Unloaded.STILL_MAPPED;
    }
}
