// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.PluginKey;
import hawser.transport.Target;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.List;

/** A plugin as the router sees it: requests go into its channel, answers come out. Thread-safe. */
final class PluginTarget implements Target {
    private static final int MOST_PENDING = 1 << 16;
    private static final long HELP_NS = 50_000;

    private final String plugin;
    private final List<Event<?, ?>> events;
    private final SharedMemoryChannel channel;
    private final PluginKey key;
    private final Payloads payloads;
    private final PendingRequests pending = new PendingRequests(MOST_PENDING);
    private volatile boolean draining;

    PluginTarget(String plugin, List<Event<?, ?>> events, SharedMemoryChannel channel, PluginKey key,
            Payloads payloads) {
        this.plugin = plugin;
        this.events = events;
        this.channel = channel;
        this.key = key;
        this.payloads = payloads;
    }

    @Override
    public String name() {
        return "plugin " + plugin;
    }

    @Override
    public List<Event<?, ?>> events() {
        return events;
    }

    @Override
    public void accept(Exchange exchange) {
        if (draining) {
            exchange.fail(stopped(exchange));
            return;
        }
        ByteBuffer payload = payloads.encode(exchange.event(), exchange.payload());
        boolean notification = exchange.event().isNotification();
        long correlation = notification ? 0 : pending.add(exchange);
        if (correlation == PendingRequests.FULL) {
            exchange.fail(failure(exchange, ErrorCode.BACK_PRESSURED, "at most " + MOST_PENDING
                    + " requests may wait for plugin " + plugin + " and that many do; send less at a time"));
            return;
        }
        int type = notification ? RecordType.NOTIFICATION : RecordType.REQUEST;
        long offered = channel.offer(type, correlation, notification ? 0 : exchange.deadlineMs(), 0, payload);
        if (offered < 0) {
            exchange.fail(refusal(exchange, offered, payload.remaining()));
        } else if (notification) {
            exchange.reply(null);
        }
    }

    /** The caller reads the channel for as long as it would spin anyway; then the channel's own thread goes on. */
    @Override
    public void help(Exchange exchange) {
        if (!draining) {
            channel.awaitWhile(() -> !exchange.isDone(), System.nanoTime() + HELP_NS);
        }
    }

    private TransportException refusal(Exchange exchange, long code, int length) {
        if (code == SharedMemoryChannel.TOO_LONG) {
            return failure(exchange, ErrorCode.PAYLOAD_TOO_LARGE,
                    "a message to plugin " + plugin + " may have " + channel.maxPayload() + " bytes: length=" + length
                            + "; raise buffer.to-native");
        }
        if (code == SharedMemoryChannel.BACK_PRESSURED) {
            return failure(exchange, ErrorCode.BACK_PRESSURED, "room for " + length + " bytes was required in the "
                    + "channel of plugin " + plugin + " and it is full: the plugin is behind; send less at a time");
        }
        return code == SharedMemoryChannel.CLOSED ? stopped(exchange)
                : failure(exchange, ErrorCode.IPC_ERROR, "the channel of plugin " + plugin + " was overwritten");
    }

    private TransportException stopped(Exchange exchange) {
        return failure(exchange, ErrorCode.PLUGIN_STOPPED, "plugin " + plugin + " is stopping or has stopped");
    }

    private TransportException failure(Exchange exchange, ErrorCode code, String message) {
        return TransportException.of(code, message, exchange.event().name(), plugin, null);
    }

    /** Ends the request that a record answers. */
    void answer(int type, long correlation, RecordView payload) {
        Exchange exchange = pending.take(correlation);
        if (exchange == null) {
            return;
        }
        if (!key.isValid()) {
            exchange.fail(failure(exchange, ErrorCode.INVALID_PLUGIN_KEY,
                    "an answer needs the plugin's valid key: the key " + key.fingerprint() + " of plugin " + plugin
                            + " was revoked; plugin:start gives it a new one"));
        } else if (type == RecordType.RESPONSE) {
            reply(exchange, payload);
        } else if (type == RecordType.BACK_PRESSURED) {
            exchange.fail(failure(exchange, ErrorCode.BACK_PRESSURED,
                    "the answer of plugin " + plugin + " found no room in time; raise buffer.to-renderer"));
        } else if (type == RecordType.TOO_LARGE) {
            exchange.fail(failure(exchange, ErrorCode.PAYLOAD_TOO_LARGE, "the answer of plugin " + plugin
                    + " is longer than its channel can carry; raise buffer.to-renderer"));
        } else if (exchange.event().responseType() == Void.class) {
            exchange.reply(null);
        } else {
            exchange.fail(failure(exchange, ErrorCode.NO_RESPONSE,
                    "an answer was required and plugin " + plugin + " returned without a message"));
        }
    }

    private void reply(Exchange exchange, RecordView payload) {
        try {
            exchange.reply(payloads.decode(exchange.event(), payload.copy()));
        } catch (TransportException e) {
            exchange.fail(TransportException.of(e.code(), "the answer of plugin " + plugin + ": " + e.getMessage(),
                    exchange.event().name(), plugin, e));
        }
    }

    /** From now on it takes no more requests. */
    void drain() {
        draining = true;
    }

    /** Ends what the plugin will never answer. */
    void failPending() {
        pending.failAll(this::stopped);
    }
}
