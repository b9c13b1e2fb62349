// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The functions of {@code memory.h}, mapped directly: same names, same order, addresses as long. Nothing else. */
final class NativeMemory implements AutoCloseable {
    private static final String LIBRARY =
            "/native/" + Platform.RESOURCE_PREFIX + '/' + System.mapLibraryName("hawser-channel");

    private final NativeLibrary library;

    /** Binds the library that this bundle carries; one binding at a time. */
    NativeMemory() {
        try {
            File file = Native.extractFromResourcePath(LIBRARY, NativeMemory.class.getClassLoader());
            library = NativeLibrary.getInstance(file.getAbsolutePath());
            Native.register(NativeMemory.class, library);
            Files.deleteIfExists(file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle must carry " + LIBRARY + " for this platform", e);
        }
    }

    static native int hawser_memory_create(String name, long length);

    static native long hawser_memory_map(int descriptor, long length);

    static native int hawser_memory_unmap(long base, long length);

    static native int hawser_memory_close(int descriptor);

    static native int hawser_wait(long word, int expected, long timeoutNs);

    static native void hawser_wake(long word);

    static native String hawser_error();

    /** No call may be under way. */
    @Override
    public void close() {
        Native.unregister(NativeMemory.class);
        library.close();
    }
}
