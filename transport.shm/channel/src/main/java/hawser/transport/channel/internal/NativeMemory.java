// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.nativelib.BundledLibrary;

/** The functions of {@code memory.h}, mapped directly: same names, same order, addresses as long. Nothing else. */
final class NativeMemory implements AutoCloseable {
    private final BundledLibrary library = new BundledLibrary(NativeMemory.class, "hawser-channel");

    static native int hawser_memory_create(String name, long length);

    static native long hawser_memory_map(int descriptor, long length);

    static native int hawser_memory_unmap(long base, long length);

    static native int hawser_memory_blank(long base, long length);

    static native int hawser_memory_close(int descriptor);

    static native int hawser_wait(long word, int expected, long timeoutNs);

    static native void hawser_wake(long word);

    static native String hawser_error();

    static native int hawser_memory_reserve(int descriptor, long offset, long length);

    /** No call may be under way. */
    @Override
    public void close() {
        library.close();
    }
}
