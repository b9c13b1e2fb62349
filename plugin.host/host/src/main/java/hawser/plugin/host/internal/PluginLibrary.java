// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import com.sun.jna.Pointer;
import hawser.plugin.host.PluginException;
import hawser.transport.channel.SharedMemoryChannel;

/** A plugin's library while it is loaded. One control thread at a time. */
final class PluginLibrary {
    /** What became of a library that was let go. */
    enum Unloaded {
        /** Nothing of it is left. */
        GONE,
        /** Its code cannot be unloaded and stays mapped. */
        STILL_MAPPED,
        /** It has not come back from a call; it stays loaded. */
        HUNG
    }

    private final Pointer plugin;
    private final String name;
    private final String version;
    private final int apiVersion;

    private PluginLibrary(Pointer plugin) {
        this.plugin = plugin;
        this.name = NativeCore.hawser_plugin_name(plugin);
        this.version = NativeCore.hawser_plugin_version(plugin);
        this.apiVersion = NativeCore.hawser_plugin_api_version(plugin);
    }

    /** Loads a copy of the bytes and checks what they offer; runs nothing but constructors and the entry. */
    static PluginLibrary load(String fileName, byte[] bytes) {
        int image = NativeCore.hawser_image_create(fileName, bytes, bytes.length);
        Pointer plugin = image < 0 ? null : NativeCore.hawser_plugin_load(image);
        if (plugin == null) {
            throw new PluginException(NativeCore.hawser_error());
        }
        return new PluginLibrary(plugin);
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    int apiVersion() {
        return apiVersion;
    }

    /** Runs initialize, and from then on messages, on a thread of the core. */
    void start(SharedMemoryChannel channel, int keyHandle, PluginTimes times) {
        int result = NativeCore.hawser_plugin_start(plugin, channel.descriptor(), channel.length(), keyHandle,
                times.updateNs(), times.sendTimeoutNs(), times.initializeNs());
        if (result != 0) {
            throw new PluginException(NativeCore.hawser_error());
        }
    }

    /** Drains, runs shutdown and ends the thread; false if the plugin has not come back in time. */
    boolean stop(PluginTimes times) {
        return NativeCore.hawser_plugin_stop(plugin, times.shutdownNs()) != NativeCore.HUNG;
    }

    /** Lets go of it; it must not be used again unless it hangs. */
    Unloaded unload() {
        int result = NativeCore.hawser_plugin_unload(plugin);
        if (result == 0) {
            return Unloaded.GONE;
        }
        return result > 0 ? Unloaded.STILL_MAPPED : Unloaded.HUNG;
    }
}
