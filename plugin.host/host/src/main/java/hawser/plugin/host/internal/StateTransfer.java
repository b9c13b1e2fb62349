// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The state of a generation, by {@code hawser.state/1}: taken from it or given to it. One control thread at a time. */
final class StateTransfer {
    /*
     * Pieces travel one after the other, each once the one before was answered, through a channel whose offers may be
     * held. The plugin may be a process that is not trusted: lengths are checked.
     */
    /** Parts the correlations of pieces from those of requests and streams. */
    private static final long MARK = 1L << 61;
    private static final int MAX = 16 << 20;

    private record Answer(int type, long correlation, byte[] payload) {
    }

    private final String plugin;
    private final SharedMemoryChannel channel;
    private final LoadedPlugin driven;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private volatile boolean over;
    private long sequence = MARK;

    StateTransfer(LoadedPlugin driven, SharedMemoryChannel channel) {
        this.plugin = driven.name();
        this.driven = driven;
        this.channel = channel;
    }

    static boolean isPiece(long correlation) {
        return (correlation >>> 61) == 1;
    }

    /** An answer has come, on a thread that is not the one that waits. */
    void receive(int type, long correlation, byte[] payload) {
        answers.add(new Answer(type, correlation, payload));
    }

    /** The plugin has died: whoever waits for it, or will, need not. */
    void end() {
        over = true;
        answers.add(new Answer(0, 0, new byte[0]));
    }

    /** {@return what the plugin leaves to the next generation; it has been sent all that it will be} */
    byte[] save(long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        byte[] state = null;
        int offset = 0;
        do {
            ByteBuffer piece = ask(RecordType.SAVE, buffer(Long.BYTES).putLong(offset), "save", deadlineNs);
            long all = piece.remaining() < Long.BYTES ? -1 : piece.getLong();
            if (all < 0 || all > MAX || state != null && all != state.length || all - offset < piece.remaining()
                    || piece.remaining() == 0 && offset < all) {
                throw failed("save", "it sent a piece that makes no sense");
            }
            state = state == null ? new byte[(int) all] : state;
            int length = piece.remaining();
            piece.get(state, offset, length);
            offset += length;
        } while (offset < state.length);
        return state;
    }

    /** Gives the plugin what another generation left. */
    void load(byte[] state, long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        int most = channel.maxPayload() / 4;
        int offset = 0;
        do {
            byte[] bytes = Arrays.copyOfRange(state, offset, Math.min(state.length, offset + most));
            ask(RecordType.LOAD, buffer(2 * Long.BYTES + bytes.length).putLong(state.length).putLong(offset).put(bytes),
                    "load", deadlineNs);
            offset += bytes.length;
        } while (offset < state.length);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }

    private ByteBuffer ask(int type, ByteBuffer piece, String what, long deadlineNs) {
        long correlation = ++sequence;
        while (over || channel.offerAlthoughHeld(type, correlation, piece.array()) < 0) {
            requireAlive(what);
            if (deadlineNs - System.nanoTime() <= 0) {
                throw failed(what, "its channel had no room in time");
            }
            Thread.onSpinWait();
        }
        driven.committed(type, correlation);
        Answer answer = await(correlation, what, deadlineNs);
        if (answer.type() != RecordType.RESPONSE) {
            TransportException failure = FailureRecord.read(answer.payload(), null, plugin);
            throw failed(what, failure.getMessage());
        }
        return ByteBuffer.wrap(answer.payload()).order(ByteOrder.nativeOrder());
    }

    private Answer await(long correlation, String what, long deadlineNs) {
        try {
            Answer answer;
            do {
                answer = answers.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            } while (answer != null && answer.correlation() != correlation && !over);
            if (answer == null || answer.correlation() != correlation) {
                requireAlive(what);
                throw failed(what, "it has not answered in time");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, "whoever waited was interrupted");
        }
    }

    private void requireAlive(String what) {
        if (over) {
            throw failed(what, "it has crashed");
        }
    }

    private PluginException failed(String what, String found) {
        return new PluginException("the state of plugin " + plugin + " must be handed over, and its " + what
                + " failed: " + found);
    }
}
