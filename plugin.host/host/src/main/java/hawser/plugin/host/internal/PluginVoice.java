// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.BoundTransport;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.KeyHolder;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what a plugin sends unasked, as that plugin. Thread-safe. */
final class PluginVoice implements KeyHolder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginVoice.class);

    private static final int MOST_HELD = 1024;

    private final Event<byte[], Void> message;
    private final HeldKey key;
    private final Supplier<Transports> transports;
    private Transports bound;
    private BoundTransport transport;
    /** What waits to be published, while anything has to; else null. */
    private Queue<byte[]> held = new ArrayDeque<>();
    private long lost;

    PluginVoice(EventName plugin, HeldKey key, Supplier<Transports> transports) {
        this.message = Events.defineEvent("plugin").module(plugin.text()).event("message").define(byte[].class);
        this.key = key;
        this.transports = transports;
    }

    /** Publishes what has waited, in its order and before all that comes. At first, everything waits. */
    void release() {
        for (byte[] next = nextHeld(); next != null; next = nextHeld()) {
            deliver(next);
        }
    }

    private synchronized byte[] nextHeld() {
        byte[] next = held == null ? null : held.poll();
        held = next == null ? null : held;
        return next;
    }

    void publish(byte[] bytes) {
        if (!hold(bytes)) {
            deliver(bytes);
        }
    }

    /** Whether it has to wait; what is too much is lost. */
    private synchronized boolean hold(byte[] bytes) {
        if (held == null) {
            return false;
        }
        if (held.size() < MOST_HELD) {
            held.add(bytes);
        } else {
            lose("at most " + MOST_HELD + " messages may wait for a generation to begin to serve");
        }
        return true;
    }

    private void deliver(byte[] bytes) {
        BoundTransport current = transport();
        if (current == null) {
            lose("there is no router to take it, or it refuses the plugin's key");
            return;
        }
        current.send(message, bytes).whenComplete((nothing, failure) -> {
            if (failure != null) {
                lose(failure.getMessage());
            }
        });
    }

    /** Says so the first time, and then each time that their number has doubled. */
    private synchronized void lose(String reason) {
        lost++;
        if (Long.bitCount(lost) == 1) {
            LOG.warn("{}: {} so far are lost: {}", message, lost, reason);
        }
    }

    /**
     * Bound anew, by a new key, when the router was replaced; null while there is none. No lock is held while a key is
     * asked for: keys come with a lock of their own.
     */
    BoundTransport transport() {
        Transports current = transports.get();
        if (current != null && !isBoundAt(current)) {
            key.renew();
        }
        synchronized (this) {
            return current == bound ? transport : null;
        }
    }

    private synchronized boolean isBoundAt(Transports router) {
        return bound == router;
    }

    /** A transport that is bound already goes on under the new key, with all that it has under way. */
    @Override
    public synchronized void take(PluginKey taken, byte[] secret) {
        Transports current = transports.get();
        if (current != bound) {
            close();
            bound = current;
            transport = current == null ? null : bind(current, secret);
        } else if (transport != null) {
            transport.rebind(secret);
        }
    }

    private BoundTransport bind(Transports current, byte[] secret) {
        try {
            return current.bind(key.owner(), secret);
        } catch (TransportException e) {
            LOG.warn("{} cannot be published: {}", message, e.getMessage());
            return null;
        }
    }

    @Override
    public void revoked() {
        close();
    }

    @Override
    public synchronized void close() {
        if (transport != null) {
            transport.close();
            transport = null;
            bound = null;
        }
    }
}
