// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.nativelib.BundledLibrary;

/** The functions of {@code core.h}, mapped directly: same names, same order, addresses as long. Nothing else. */
final class NativeCore implements AutoCloseable {
    /** What start and stop return when the plugin has not come back in time. */
    static final int HUNG = -2;
    /** What a call returns on a thread that is inside the plugin already. */
    static final int CYCLE = -3;
    /** Added to what a call returns when something overflowed. */
    static final int AGAIN = 1 << 30;

    private final BundledLibrary library = new BundledLibrary(NativeCore.class, "hawser-core");

    static native int hawser_image_create(String name, byte[] bytes, long length);

    static native long hawser_plugin_load(int image);

    static native String hawser_plugin_name(long plugin);

    static native String hawser_plugin_version(long plugin);

    static native int hawser_plugin_api_version(long plugin);

    static native int hawser_plugin_start(long plugin, int channel, long channelLength, int key,
            long updateNs, long sendTimeoutNs, long timeoutNs);

    static native int hawser_plugin_start_inline(long plugin, int channel, long channelLength, int key,
            long sendTimeoutNs, long overflowLength);

    static native int hawser_plugin_call(long plugin, int type, long correlation);

    static native int hawser_plugin_update(long plugin);

    static native int hawser_plugin_stop(long plugin, long timeoutNs);

    static native int hawser_plugin_unload(long plugin);

    static native long hawser_late_calls();

    static native String hawser_error();

    /** No plugin may be loaded. */
    @Override
    public void close() {
        library.close();
    }
}
