// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must reach a plugin although nobody waits for it: outcomes of its own requests, streams that it takes, and that
 * nobody wants an answer or a stream any more. What finds no room, or a channel whose offers are held, is tried again,
 * in order. Thread-safe.
 */
final class Deliveries {
    /*
     * The plugin may be a process that is not trusted, and takes nothing. Answers and items are bounded by their bytes,
     * and who asks for one too many hears of that instead. All else is short; whoever causes it asks for room before.
     */
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    static final int MOST_WAITING = 1 << 15;
    static final long MOST_BYTES = 64L << 20;
    private static final Runnable NOTHING = () -> { };
    /** Threads of the host's own, which run no plugin: one that hangs is not to take them along. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS,
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), action -> {
                Thread thread = new Thread(action, "hawser-deliveries");
                thread.setDaemon(true);
                return thread;
            }));

    private record Delivery(int type, long correlation, byte[] payload, Runnable whenSent) {
        private int bytes() {
            return type == RecordType.RESPONSE || type == RecordType.CHUNK ? payload.length : 0;
        }
    }

    private final SharedMemoryChannel channel;
    private final LoadedPlugin driven;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private long lost;

    Deliveries(SharedMemoryChannel channel, LoadedPlugin driven) {
        this.channel = channel;
        this.driven = driven;
    }

    /** Whether the plugin can be told one outcome more; if not, what it asked for is not taken, which is said. */
    synchronized boolean hasRoom() {
        if (waiting.size() < MOST_WAITING) {
            return true;
        }
        lost++;
        if (Long.bitCount(lost) == 1) {
            LOG.warn("{} requests of plugin {} so far were not taken: at most {} outcomes may wait for it; it must "
                    + "take those it has", lost, driven.name(), MOST_WAITING);
        }
        return false;
    }

    /** As the other, of what nobody needs to know when it has left. */
    long deliver(int type, long correlation, byte[] payload) {
        return deliver(type, correlation, payload, NOTHING);
    }

    /**
     * Never blocks.
     *
     * @param whenSent run once it has left
     * @return {@link SharedMemoryChannel#TOO_LONG}, {@link SharedMemoryChannel#BACK_PRESSURED} if too many bytes of
     *     answers wait already, else 0: it will arrive as long as the plugin lives
     */
    long deliver(int type, long correlation, byte[] payload, Runnable whenSent) {
        if (payload.length > channel.maxPayload()) {
            return SharedMemoryChannel.TOO_LONG; // however long it waited
        }
        long offered;
        synchronized (this) {
            offered = waiting.isEmpty() ? channel.offer(type, correlation, 0, 0, payload)
                    : SharedMemoryChannel.BACK_PRESSURED;
            if (mayBeTakenLater(offered) && !closed && !keep(new Delivery(type, correlation, payload, whenSent))) {
                return SharedMemoryChannel.BACK_PRESSURED;
            }
        }
        if (offered >= 0) {
            driven.committed(type, correlation);
            whenSent.run();
        }
        return 0;
    }

    /** Whether there is room for it to wait. */
    private boolean keep(Delivery delivery) {
        if (delivery.bytes() > 0 && bytes + delivery.bytes() > MOST_BYTES) {
            return false;
        }
        bytes += delivery.bytes();
        waiting.addLast(delivery);
        if (waiting.size() == 1) {
            LATER.execute(this::deliverWaiting);
        }
        return true;
    }

    private static boolean mayBeTakenLater(long offered) {
        return offered == SharedMemoryChannel.BACK_PRESSURED || offered == SharedMemoryChannel.CLOSED
                || offered == SharedMemoryChannel.NO_MEMORY;
    }

    /** The plugin ends: nothing is tried again. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        bytes = 0;
    }

    private synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }

    private void deliverWaiting() {
        if (isWaiting()) { // else it may have ended, and be gone
            driven.makeRoom();
        }
        List<Delivery> sent = new ArrayList<>();
        synchronized (this) {
            long offered = 0;
            while (offered >= 0 && !waiting.isEmpty()) {
                Delivery next = waiting.peekFirst();
                offered = channel.offer(next.type, next.correlation, 0, 0, next.payload);
                if (!mayBeTakenLater(offered)) {
                    waiting.removeFirst();
                    bytes -= next.bytes();
                    sent.add(next);
                }
            }
            if (!waiting.isEmpty()) {
                LATER.execute(this::deliverWaiting);
            }
        }
        if (!sent.isEmpty()) {
            Delivery last = sent.get(sent.size() - 1);
            driven.committed(last.type, last.correlation);
            sent.forEach(delivery -> delivery.whenSent.run());
        }
    }
}
