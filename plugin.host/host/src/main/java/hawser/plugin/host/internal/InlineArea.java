// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/**
 * The place outside the channel where an inline plugin finds a request and leaves its answer. Whoever {@link #enter
 * enters} has it until it leaves, when it has taken the answer out.
 */
final class InlineArea {
    /*
     * One compare-and-set a request: leaving is a plain release, so that whoever closes may miss it and looks again
     * from time to time.
     */
    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final int CLOSED = 2;
    private static final int LENGTH_OFFSET = 4;
    private static final int REQUEST_OFFSET = 64;
    private static final int ANSWER_OFFSET = 4096;
    private static final int READ = 1;
    private static final int AGAIN = 2;
    private static final long LOOK_NS = 100_000;
    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(InlineArea.class, "turn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long plugin;
    private final ByteBuffer memory;
    private int turn;

    /** Of a plugin that was started. */
    InlineArea(long plugin) {
        this.plugin = plugin;
        this.memory = NativeCore.hawser_plugin_area(plugin)
                .getByteBuffer(0, NativeCore.hawser_plugin_area_length(plugin)).order(ByteOrder.nativeOrder());
    }

    /** Whether the request fits and nobody else is here; then the caller leaves. */
    boolean enter(int length) {
        return length <= ANSWER_OFFSET - REQUEST_OFFSET && TURN.compareAndSet(this, FREE, TAKEN);
    }

    void leave() {
        TURN.setRelease(this, FREE);
    }

    /** Runs the plugin: the answer's length, or a code of the core. */
    int ask(byte[] request) {
        memory.put(REQUEST_OFFSET, request);
        memory.putInt(LENGTH_OFFSET, request.length);
        return NativeCore.hawser_plugin_ask(plugin);
    }

    byte[] answer(int length) {
        byte[] answer = new byte[length];
        memory.get(ANSWER_OFFSET, answer);
        return answer;
    }

    /** What the last call left to be done: whether the channel is to be read, and the core called again. */
    int flags() {
        return memory.getInt(0);
    }

    static boolean isToBeRead(int flags) {
        return (flags & READ) != 0;
    }

    static boolean isToBeCalledAgain(int flags) {
        return (flags & AGAIN) != 0;
    }

    /** Lets nobody in from now on: whether nobody is inside by then. */
    boolean close(long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (!TURN.compareAndSet(this, FREE, CLOSED) && (int) TURN.getVolatile(this) != CLOSED) {
            if (System.nanoTime() - deadlineNs >= 0) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_NS);
        }
        return true;
    }

    /** Lets in again. */
    void open() {
        TURN.compareAndSet(this, CLOSED, FREE);
    }
}
