// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.List;

/** How requests become messages of one generation of a plugin, and reach it. Thread-safe. */
final class PluginRequests {
    private static final byte[] NOTHING = new byte[0];

    private final LoadedPlugin driven;
    private final SharedMemoryChannel channel;
    private final Payloads payloads;
    private final TypeBytes types;
    private final PluginAnswers answers;
    private final PluginFailures failures;
    private final Deliveries deliveries;
    private final boolean answersLater;
    private final LargeRequests largeRequests;

    PluginRequests(LoadedPlugin driven, SharedMemoryChannel channel, Payloads payloads, TypeBytes types,
            PluginAnswers answers, LargeRequests largeRequests) {
        this.largeRequests = largeRequests;
        this.driven = driven;
        this.channel = channel;
        this.payloads = payloads;
        this.types = types;
        this.answers = answers;
        this.failures = answers.failures();
        this.deliveries = new Deliveries(channel, driven);
        this.answersLater = driven.extensions().contains(Extension.REQUESTS);
    }

    /** What reaches the plugin besides requests. */
    Deliveries deliveries() {
        return deliveries;
    }

    /** Whether it was taken, even if only to fail. */
    boolean send(Exchange exchange) {
        Object message = encode(exchange);
        return exchange.event().isNotification() ? notify(exchange, message) : request(exchange, message);
    }

    /** Those that were not taken: the last ones, if any. The plugin is woken, or called, when all are offered. */
    List<Exchange> sendAll(List<Exchange> exchanges) {
        boolean committed = false;
        int next = 0;
        for (boolean taken = true; taken && next < exchanges.size(); next += taken ? 1 : 0) {
            Exchange exchange = exchanges.get(next);
            try {
                long offered = commit(exchange, encode(exchange), false);
                taken = offered != SharedMemoryChannel.CLOSED;
                committed |= offered >= 0;
            } catch (RuntimeException e) {
                exchange.fail(failures.notSent(exchange.event(), e));
            }
        }
        if (committed) {
            channel.wake();
            driven.committed(RecordType.REQUEST, 0);
        }
        return exchanges.subList(next, exchanges.size());
    }

    /** By the shortest way: the caller's own call, or the channel. Whether it was taken. */
    boolean request(Exchange exchange, Object payload) {
        if (payload instanceof byte[] bytes && driven.ask(exchange, bytes, answers)) {
            return true;
        }
        long offered = commit(exchange, payload, true);
        if (offered >= 0) {
            driven.committed(RecordType.REQUEST, 0);
        }
        return offered != SharedMemoryChannel.CLOSED;
    }

    /** Bytes, or the caller's own buffer. */
    private Object encode(Exchange exchange) {
        Object payload = exchange.payload() instanceof ByteBuffer buffer ? buffer
                : payloads.encode(exchange.event(), exchange.payload());
        return mark(exchange.event(), payload);
    }

    Object mark(Event<?, ?> event, Object payload) {
        return types.isEmpty() ? payload : types.mark(event.name(), payload);
    }

    /** What one request holds, without its event's type byte. */
    byte[] content(Exchange exchange) {
        if (exchange.payload() instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return payloads.encode(exchange.event(), exchange.payload());
    }

    int maxPayload() {
        return channel.maxPayload();
    }

    /** What the channel says to it, as {@link #offer} does. */
    private long commit(Exchange exchange, Object payload, boolean wakes) {
        long correlation = answers.expect(exchange);
        if (correlation == PendingRequests.FULL) {
            return SharedMemoryChannel.BACK_PRESSURED;
        }
        long deadlineMs = driven.isIdle() ? 0 : exchange.deadlineMs();
        long offered = offer(exchange, RecordType.REQUEST, correlation, deadlineMs, payload, wakes);
        if (offered >= 0 && answersLater && !(exchange instanceof PluginEnvelope)) {
            exchange.context().onCancel(() -> deliveries.deliver(RecordType.CANCEL, correlation, NOTHING));
        } else if (offered == SharedMemoryChannel.CLOSED) {
            answers.withdraw(correlation);
        }
        return offered;
    }

    boolean notify(Exchange exchange, Object payload) {
        long offered = offer(exchange, RecordType.NOTIFICATION, 0, 0, payload, true);
        if (offered >= 0) {
            exchange.reply(null);
            driven.committed(RecordType.NOTIFICATION, 0);
        }
        return offered != SharedMemoryChannel.CLOSED;
    }

    /** What the channel says to it. Closed means that it was not taken; else it has failed. */
    private long offer(Exchange exchange, int type, long correlation, long deadlineMs, Object payload,
            boolean wakes) {
        if (payload instanceof ByteBuffer buffer) {
            return note(exchange, channel.offer(type, correlation, deadlineMs, 0, buffer), buffer.remaining());
        }
        byte[] bytes = (byte[]) payload;
        long offered = wakes ? SharedMemoryChannel.BACK_PRESSURED
                : channel.offerUnwoken(type, correlation, deadlineMs, 0, bytes);
        if (offered == SharedMemoryChannel.BACK_PRESSURED) {
            offered = offerNow(type, correlation, deadlineMs, bytes, wakes);
        }
        return note(exchange, offered, bytes.length);
    }

    /** A burst that fills the channel is handled as far as it is there; who drives an inline plugin makes room so. */
    private long offerNow(int type, long correlation, long deadlineMs, byte[] bytes, boolean isFirst) {
        if (!isFirst) {
            channel.wake();
            driven.committed(type, correlation);
        }
        return channel.offer(type, correlation, deadlineMs, 0, bytes);
    }

    private long note(Exchange exchange, long offered, int length) {
        largeRequests.note(exchange.event(), length);
        if (offered < 0 && offered != SharedMemoryChannel.CLOSED) {
            exchange.fail(failures.notTaken(exchange, offered, length));
        }
        return offered;
    }
}
