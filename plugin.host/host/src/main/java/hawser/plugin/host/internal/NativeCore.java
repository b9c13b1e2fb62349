// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import com.sun.jna.Pointer;
import hawser.transport.nativelib.BundledLibrary;

/**
 * The functions of {@code core.h} and {@code process.h}, mapped directly: same names, same order, addresses as long.
 * Nothing else.
 */
final class NativeCore implements AutoCloseable {
    /** What start and stop return when the plugin has not come back in time. */
    static final int HUNG = -2;
    static final int THREADS = -2;
    /** What a call returns when the plugin was not started or has stopped. */
    static final int REFUSED = -1;
    /** What a call returns when another thread is inside. */
    static final int BUSY = -4;
    /** What a call returns on a thread that is inside the plugin already. */
    static final int CYCLE = -3;
    /** What ask returns when the plugin returned without a message. */
    static final int NO_RESPONSE = -5;
    /** What ask returns when the answer was too long. */
    static final int TOO_LARGE = -6;
    /** The counter that is odd while the plugin is inside a call. */
    static final int CALLS = 5;
    /** The counter of buffers that it has been lent now. */
    static final int LENT = 6;
    /** The counter of nanoseconds for which it has had the first of them. */
    static final int LENT_FOR = 7;
    /** Added to what a call returns when something overflowed. */
    static final int AGAIN = 1 << 30;

    private final BundledLibrary library = new BundledLibrary(NativeCore.class, "hawser-core");

    static native int hawser_image_create(String name, byte[] bytes, long length);

    static native int hawser_image_folder(String path);

    static native int hawser_library_is_loaded(String name);

    static native long hawser_plugin_load(int image);

    static native String hawser_plugin_name(long plugin);

    static native String hawser_plugin_version(long plugin);

    static native int hawser_plugin_api_version(long plugin);

    static native int hawser_plugin_extensions(long plugin);

    static native int hawser_plugin_start(long plugin, int channel, long channelLength, int key,
            long updateNs, long sendTimeoutNs, long timeoutNs);

    static native int hawser_plugin_start_inline(long plugin, int channel, long channelLength, int key,
            long sendTimeoutNs, long overflowLength);

    static native int hawser_plugin_call(long plugin, int type, long correlation);

    static native int hawser_plugin_update(long plugin);

    static native Pointer hawser_plugin_area(long plugin);

    static native int hawser_plugin_area_length(long plugin);

    static native int hawser_plugin_ask(long plugin);

    static native int hawser_plugin_give_ring(long plugin, long correlation, int channel, long channelLength);

    static native int hawser_plugin_stop(long plugin, long timeoutNs);

    static native int hawser_plugin_unload(long plugin);

    static native long hawser_plugin_counter(long plugin, int counter);

    static native long hawser_late_calls();

    static native String hawser_error();

    static native int hawser_memory_close(int descriptor);

    static native long hawser_process_load(int runner, int image, String options, long timeoutNs);

    static native String hawser_process_name(long process);

    static native String hawser_process_version(long process);

    static native int hawser_process_api_version(long process);

    static native int hawser_process_extensions(long process);

    static native int hawser_process_protections(long process);

    static native int hawser_process_id(long process);

    static native int hawser_process_start(long process, int channel, long channelLength, int key,
            long updateNs, long sendTimeoutNs, long timeoutNs);

    static native int hawser_process_give_ring(long process, long correlation, int channel, long channelLength,
            long timeoutNs);

    static native int hawser_process_stop(long process, long timeoutNs);

    static native long hawser_process_pulse(long process);

    static native int hawser_process_lent(long process);

    static native long hawser_process_lent_for(long process);

    static native void hawser_process_kill_for(long process, String why);

    static native void hawser_process_halt(long process, int halted);

    static native void hawser_process_slow(long process, long waitNs);

    static native int hawser_process_corrupt(long process);

    static native String hawser_process_await_end(long process, long timeoutNs);

    static native int hawser_process_report(long process, byte[] buffer, int length);

    static native int hawser_process_read(long process, int stream, byte[] buffer, int length);

    static native void hawser_process_free(long process);


    static native int hawser_watch_open();

    static native int hawser_watch_add(int watch, long process, long id);

    static native void hawser_watch_remove(int watch, long process);

    static native int hawser_watch_await(int watch, long[] found, int most, long timeoutNs);

    /** No plugin may be loaded. */
    @Override
    public void close() {
        library.close();
    }
}
