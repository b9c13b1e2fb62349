// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.nativelib;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The functions of {@code bench.h}, mapped directly: same names, addresses as long. */
public final class Driver {
    /** The property that holds the library's path. */
    public static final String PROPERTY = "hawser.bench.library";
    /** The side of a channel that Java is on. */
    public static final int RENDERER = 0;
    /** The side of a channel that a plugin is on. */
    public static final int NATIVE = 1;

    static {
        Native.register(Driver.class, NativeLibrary.getInstance(System.getProperty(PROPERTY)));
    }

    private Driver() {
    }

    /** Makes a channel; its descriptor. */
    public static native int bench_channel_create(long capacity);

    /** {@return the length of a channel's memory} */
    public static native long bench_channel_length(long capacity);

    /** Opens one end; its address. */
    public static native long bench_end_open(int descriptor, long length, int side, int wakes);

    /** Lets an end go. */
    public static native void bench_end_close(long end);

    /** Sends so many messages. */
    public static native long bench_send(long end, long messages, int length);

    /** Takes so many. */
    public static native long bench_receive(long end, long messages);

    /** Answers so many. */
    public static native long bench_echo(long end, long messages);

    /** Asks, one after the other, timing each. */
    public static native long bench_exchange(long end, int messages, int length, long[] latencies);

    /** Asks, with so many unanswered. */
    public static native long bench_pipeline(long end, long messages, int length, int window);

    /** Writes so many where they will lie. */
    public static native long bench_send_in_place(long end, long messages, int length);

    /** Reads so many where they lie. */
    public static native long bench_receive_in_place(long end, long messages);

    /** Answers so many, from ring to ring. */
    public static native long bench_echo_in_place(long end, long messages);

    /** Answers so many with a few bytes. */
    public static native long bench_acknowledge(long end, long messages);

    /** Sends after a rest, each message with the time. */
    public static native long bench_send_stamped(long end, int messages, long idleNs);

    /** Takes such messages, sleeping between them. */
    public static native long bench_receive_stamped(long end, int messages, long[] latencies);

    /** Wakes the sleeper, after a rest each; {@code first} is how often it was woken before. */
    public static native long bench_futex_wake(int first, int times, long idleNs);

    /** Sleeps until woken. */
    public static native long bench_futex_sleep(int first, int times, long[] latencies);

    /** Hands a word over and waits for it to come back; {@return the nanoseconds} Once in a process. */
    public static native long bench_ping(int times);

    /** Hands it back. */
    public static native long bench_pong(int times);

    /** Copies the request to the answer. */
    public static native int bench_answer(long request, int length, long answer);

    /** Binds a thread to a processor, or to none if that is negative. */
    public static native int bench_pin(int thread, int processor);

    /** {@return the processor time of this process so far} */
    public static native long bench_busy_ns();

    /** {@return the bytes that a file takes} */
    public static native long bench_allocated(int descriptor);

    /** {@return anonymous memory that can be shared} */
    public static native int hawser_memory_create(String name, long length);

    /** {@return where it is mapped} */
    public static native long hawser_memory_map(int descriptor, long length);

    /** Unmaps it. */
    public static native int hawser_memory_unmap(long base, long length);

    /** Closes the descriptor. */
    public static native int hawser_memory_close(int descriptor);

    /** {@return the result, which must not be negative} */
    public static long check(long result) {
        if (result < 0) {
            throw new IllegalStateException("the driver must succeed: result=" + result);
        }
        return result;
    }
}
