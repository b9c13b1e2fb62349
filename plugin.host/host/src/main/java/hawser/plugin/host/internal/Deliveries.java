// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

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
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

    private record Delivery(int type, long correlation, byte[] payload) {
    }

    private final SharedMemoryChannel channel;
    private final LoadedPlugin driven;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private boolean closed;

    Deliveries(SharedMemoryChannel channel, LoadedPlugin driven) {
        this.channel = channel;
        this.driven = driven;
    }

    /** Never blocks. Whether it will arrive as long as the plugin lives: false if it is too long. */
    boolean deliver(int type, long correlation, byte[] payload) {
        long offered;
        synchronized (this) {
            offered = waiting.isEmpty() ? channel.offer(type, correlation, 0, 0, payload)
                    : SharedMemoryChannel.BACK_PRESSURED;
            if (mayBeTakenLater(offered) && !closed) {
                waiting.addLast(new Delivery(type, correlation, payload));
                if (waiting.size() == 1) {
                    LATER.execute(this::deliverWaiting);
                }
            }
        }
        if (offered >= 0) {
            driven.committed(type, correlation);
        }
        return offered != SharedMemoryChannel.TOO_LONG;
    }

    private static boolean mayBeTakenLater(long offered) {
        return offered == SharedMemoryChannel.BACK_PRESSURED || offered == SharedMemoryChannel.CLOSED;
    }

    /** The plugin ends: nothing is tried again. */
    synchronized void close() {
        closed = true;
        waiting.clear();
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
