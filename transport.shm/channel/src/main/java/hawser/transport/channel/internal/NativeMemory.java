// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.nativelib.BundledLibrary;

/** The functions of {@code memory.h}, mapped directly: same names, same order, addresses as long. */
final class NativeMemory implements AutoCloseable {
    private static volatile boolean fencesThreads;

    private final BundledLibrary library = new BundledLibrary(NativeMemory.class, "hawser-channel");

    NativeMemory() {
        fencesThreads = hawser_fence_threads_prepare() == 0;
    }

    /** Whether {@link #fenceThreads()} is possible. */
    static boolean fencesThreads() {
        return fencesThreads;
    }

    /** Has each of this process's threads fence, as if by itself, before it returns. */
    static void fenceThreads() {
        if (hawser_fence_threads() != 0) {
            throw new IllegalStateException(hawser_error());
        }
    }

    static native int hawser_memory_create(String name, long length);

    static native long hawser_memory_map(int descriptor, long length);

    static native int hawser_memory_unmap(long base, long length);

    static native int hawser_memory_blank(long base, long length);

    static native int hawser_memory_close(int descriptor);

    static native void hawser_copy_past_cache(long to, long from, long length);

    static native int hawser_wait(long word, int expected, long timeoutNs);

    static native void hawser_wake(long word);

    static native int hawser_fence_threads_prepare();

    static native int hawser_fence_threads();

    static native String hawser_error();

    static native int hawser_memory_reserve(int descriptor, long offset, long length);

    /** No call may be under way. */
    @Override
    public void close() {
        fencesThreads = false;
        library.close();
    }
}
