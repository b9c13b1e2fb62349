// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What must reach a plugin although nobody waits for it: outcomes of its own requests, and that nobody wants an answer
 * or a stream any more. What finds no room, or a channel whose offers are held, is tried again, in order. Thread-safe.
 */
final class Deliveries {
    /*
     * The plugin may be a process that is not trusted, and takes nothing. Answers are bounded by their bytes, and who
     * asks for one too many hears of that instead. All else is short; whoever causes it looks whether this is full.
     */
    static final int MOST_WAITING = 1 << 15;
    static final long MOST_BYTES = 64L << 20;
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

    private record Delivery(int type, long correlation, byte[] payload) {
        private int answerBytes() {
            return type == RecordType.RESPONSE ? payload.length : 0;
        }
    }

    private final SharedMemoryChannel channel;
    private final LoadedPlugin driven;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long answerBytes;
    private boolean closed;

    Deliveries(SharedMemoryChannel channel, LoadedPlugin driven) {
        this.channel = channel;
        this.driven = driven;
    }

    /** Whether it is time to begin nothing more whose outcome the plugin must be told. */
    synchronized boolean isFull() {
        return waiting.size() >= MOST_WAITING;
    }

    /**
     * Never blocks.
     *
     * @return {@link SharedMemoryChannel#TOO_LONG}, {@link SharedMemoryChannel#BACK_PRESSURED} if too many bytes of
     *     answers wait already, else 0: it will arrive as long as the plugin lives
     */
    long deliver(int type, long correlation, byte[] payload) {
        long offered;
        synchronized (this) {
            offered = waiting.isEmpty() ? channel.offer(type, correlation, 0, 0, payload)
                    : SharedMemoryChannel.BACK_PRESSURED;
            if (mayBeTakenLater(offered) && !closed && !keep(new Delivery(type, correlation, payload))) {
                return SharedMemoryChannel.BACK_PRESSURED;
            }
        }
        if (offered >= 0) {
            driven.committed(type, correlation);
        }
        return offered == SharedMemoryChannel.TOO_LONG ? offered : 0;
    }

    /** Whether there is room for it to wait. */
    private boolean keep(Delivery delivery) {
        if (delivery.answerBytes() > 0 && answerBytes + delivery.answerBytes() > MOST_BYTES) {
            return false;
        }
        answerBytes += delivery.answerBytes();
        waiting.addLast(delivery);
        if (waiting.size() == 1) {
            LATER.execute(this::deliverWaiting);
        }
        return true;
    }

    private static boolean mayBeTakenLater(long offered) {
        return offered == SharedMemoryChannel.BACK_PRESSURED || offered == SharedMemoryChannel.CLOSED;
    }

    /** The plugin ends: nothing is tried again. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        answerBytes = 0;
    }

    private void deliverWaiting() {
        Delivery last = null;
        synchronized (this) {
            long offered = 0;
            while (offered >= 0 && !waiting.isEmpty()) {
                Delivery next = waiting.peekFirst();
                offered = channel.offer(next.type, next.correlation, 0, 0, next.payload);
                if (!mayBeTakenLater(offered)) {
                    waiting.removeFirst();
                    answerBytes -= next.answerBytes();
                    last = next;
                }
            }
            if (!waiting.isEmpty()) {
                LATER.execute(this::deliverWaiting);
            }
        }
        if (last != null) {
            driven.committed(last.type, last.correlation);
        }
    }
}
