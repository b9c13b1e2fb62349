// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The functions of {@code core.h}, mapped directly: same names, same order. Nothing else. */
final class NativeCore implements AutoCloseable {
    /** What start and stop return when the plugin has not come back in time. */
    static final int HUNG = -2;

    private static final String LIBRARY =
            "/native/" + Platform.RESOURCE_PREFIX + '/' + System.mapLibraryName("hawser-core");

    private final NativeLibrary library;

    /** Binds the library that this bundle carries; one binding at a time. */
    NativeCore() {
        try {
            File file = Native.extractFromResourcePath(LIBRARY, NativeCore.class.getClassLoader());
            library = NativeLibrary.getInstance(file.getAbsolutePath());
            Native.register(NativeCore.class, library);
            Files.deleteIfExists(file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle must carry " + LIBRARY + " for this platform", e);
        }
    }

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
        Native.unregister(NativeCore.class);
        library.close();
    }
}
