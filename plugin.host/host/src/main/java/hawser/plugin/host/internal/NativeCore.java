// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import com.sun.jna.Pointer;
import hawser.transport.nativelib.BundledLibrary;

/** The functions of {@code core.h}, mapped directly: same names, same order. Nothing else. */
final class NativeCore implements AutoCloseable {
    /** What start and stop return when the plugin has not come back in time. */
    static final int HUNG = -2;

    private final BundledLibrary library = new BundledLibrary(NativeCore.class, "hawser-core");

    static native int hawser_image_create(String name, byte[] bytes, long length);

    static native Pointer hawser_plugin_load(int image);

    static native String hawser_plugin_name(Pointer plugin);

    static native String hawser_plugin_version(Pointer plugin);

    static native int hawser_plugin_api_version(Pointer plugin);

    static native int hawser_plugin_start(Pointer plugin, int channel, long channelLength, int key,
            long updateNs, long sendTimeoutNs, long timeoutNs);

    static native int hawser_plugin_stop(Pointer plugin, long timeoutNs);

    static native int hawser_plugin_unload(Pointer plugin);

    static native long hawser_late_calls();

    static native String hawser_error();

    /** No plugin may be loaded. */
    @Override
    public void close() {
        library.close();
    }
}
