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
        PluginBurst burst = new PluginBurst(exchanges.size());
        exchanges.forEach(exchange -> prepare(exchange, burst));
        int next = 0;
        while (next < burst.count()) {
            int taken = burst.offerTo(channel, next);
            if (taken == SharedMemoryChannel.CLOSED) {
                return withdraw(burst, next);
            }
            for (int end = next + Math.max(taken, 1); next < end; next++) {
                offered(burst.request(next), burst.correlation(next), note(burst.request(next), taken,
                        burst.length(next)));
            }
            if (taken > 0) {
                driven.committed(RecordType.REQUEST, 0); // which may make room for the rest
            }
        }
        return List.of();
    }

    /** What cannot be encoded, or be waited for, fails alone. */
    private void prepare(Exchange exchange, PluginBurst burst) {
        byte[] message;
        try {
            message = (byte[]) mark(exchange.event(), content(exchange));
        } catch (RuntimeException e) {
            exchange.fail(failures.notSent(exchange.event(), e));
            return;
        }
        long correlation = answers.expect(exchange);
        if (correlation != PendingRequests.FULL) {
            burst.add(exchange, message, correlation, deadlineMs(exchange));
        }
    }

    private List<Exchange> withdraw(PluginBurst burst, int from) {
        for (int i = from; i < burst.count(); i++) {
            answers.withdraw(burst.correlation(i));
        }
        return burst.requestsFrom(from);
    }

    /** By the shortest way: the caller's own call, or the channel. Whether it was taken. */
    boolean request(Exchange exchange, Object payload) {
        if (payload instanceof byte[] bytes && driven.ask(exchange, bytes, answers)) {
            return true;
        }
        long offered = commit(exchange, payload);
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
    private long commit(Exchange exchange, Object payload) {
        long correlation = answers.expect(exchange);
        if (correlation == PendingRequests.FULL) {
            return SharedMemoryChannel.BACK_PRESSURED;
        }
        long taken = offer(exchange, RecordType.REQUEST, correlation, deadlineMs(exchange), payload);
        offered(exchange, correlation, taken);
        if (taken == SharedMemoryChannel.CLOSED) {
            answers.withdraw(correlation);
        }
        return taken;
    }

    private long deadlineMs(Exchange exchange) {
        return driven.isIdle() ? 0 : exchange.deadlineMs();
    }

    private void offered(Exchange exchange, long correlation, long taken) {
        if (taken >= 0 && answersLater && !(exchange instanceof PluginEnvelope)) {
            exchange.context().onCancel(() -> deliveries.deliver(RecordType.CANCEL, correlation, NOTHING));
        }
    }

    boolean notify(Exchange exchange, Object payload) {
        long offered = offer(exchange, RecordType.NOTIFICATION, 0, 0, payload);
        if (offered >= 0) {
            exchange.reply(null);
            driven.committed(RecordType.NOTIFICATION, 0);
        }
        return offered != SharedMemoryChannel.CLOSED;
    }

    /** What the channel says to it. Closed means that it was not taken; else it has failed. */
    private long offer(Exchange exchange, int type, long correlation, long deadlineMs, Object payload) {
        if (payload instanceof ByteBuffer buffer) {
            return note(exchange, channel.offer(type, correlation, deadlineMs, 0, buffer), buffer.remaining());
        }
        byte[] bytes = (byte[]) payload;
        return note(exchange, channel.offer(type, correlation, deadlineMs, 0, bytes), bytes.length);
    }

    private long note(Exchange exchange, long offered, int length) {
        largeRequests.note(exchange.event(), length);
        if (offered < 0 && offered != SharedMemoryChannel.CLOSED) {
            exchange.fail(failures.notTaken(exchange, offered, length));
        }
        return offered;
    }
}
