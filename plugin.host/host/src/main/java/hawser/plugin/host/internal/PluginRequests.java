// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.channel.Offering;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.List;

/** How requests become messages of one generation of a plugin, and reach it. Thread-safe. */
final class PluginRequests {
    /*
     * A request is awaited before it is offered, since its answer may come at once, and both within an offering: so
     * whoever fails what a generation owes, when that has ended, meets none that somebody is still about to take to the
     * next.
     */
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
        boolean together = true;
        int next = 0;
        while (next < burst.count()) {
            long taken = together ? sendRest(burst, next) : sendAlone(burst, next);
            if (taken == SharedMemoryChannel.CLOSED) {
                return burst.requestsFrom(next);
            }
            next += (int) Math.max(taken, together ? 0 : 1);
            together = taken > 0;
        }
        return List.of();
    }

    /** How many were taken; if none was, why the first was not, which has not failed for it. */
    private long sendRest(PluginBurst burst, int from) {
        int taken = burst.offerTo(channel, answers, from);
        for (int i = from; i < from + taken; i++) {
            largeRequests.note(burst.request(i).event(), burst.message(i).length);
            tellWhenCancelled(burst.request(i), burst.correlation(i));
        }
        if (taken > 0) {
            driven.committed(RecordType.REQUEST, 0); // which may make room for the rest
        }
        return taken;
    }

    /** The same of one, which may wait for room, and fails if there is none. */
    private long sendAlone(PluginBurst burst, int number) {
        long offered = commit(burst.request(number), burst.message(number));
        if (offered < 0) {
            return offered;
        }
        driven.committed(RecordType.REQUEST, 0);
        return 1;
    }

    /** What cannot be encoded fails alone. */
    private void prepare(Exchange exchange, PluginBurst burst) {
        try {
            burst.add(exchange, (byte[]) mark(exchange.event(), content(exchange)), deadlineMs(exchange));
        } catch (RuntimeException e) {
            exchange.fail(failures.notSent(exchange.event(), e));
        }
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

    /** What the channel says to it, or {@link PendingRequests#FULL}. Closed means that it was not taken. */
    private long commit(Exchange exchange, Object payload) {
        long code = tryCommit(exchange, payload);
        if (code == SharedMemoryChannel.BACK_PRESSURED && driven.makeRoom()) {
            code = tryCommit(exchange, payload);
        }
        note(exchange, code, Payloads.length(payload));
        return code;
    }

    private long tryCommit(Exchange exchange, Object payload) {
        long deadlineMs = deadlineMs(exchange);
        long correlation;
        long code;
        try (Offering offering = channel.beginOffering()) {
            if (offering == null) {
                return SharedMemoryChannel.CLOSED;
            }
            correlation = answers.expect(exchange);
            code = correlation == PendingRequests.FULL ? PendingRequests.FULL
                    : Payloads.offer(channel, RecordType.REQUEST, correlation, deadlineMs, payload);
            if (code < 0) {
                answers.withdraw(correlation);
            }
        }
        if (code >= 0) {
            tellWhenCancelled(exchange, correlation);
        }
        return code;
    }

    private long deadlineMs(Exchange exchange) {
        return driven.isIdle() ? 0 : exchange.deadlineMs();
    }

    private void tellWhenCancelled(Exchange exchange, long correlation) {
        if (answersLater && !(exchange instanceof PluginEnvelope)) {
            exchange.context().onCancel(() -> deliveries.deliver(RecordType.CANCEL, correlation, NOTHING));
        }
    }

    /** Whether it was taken. */
    boolean notify(Exchange exchange, Object payload) {
        long code = Payloads.offer(channel, RecordType.NOTIFICATION, 0, 0, payload);
        if (code == SharedMemoryChannel.BACK_PRESSURED && driven.makeRoom()) {
            code = Payloads.offer(channel, RecordType.NOTIFICATION, 0, 0, payload);
        }
        note(exchange, code, Payloads.length(payload));
        if (code >= 0) {
            exchange.reply(null);
            driven.committed(RecordType.NOTIFICATION, 0);
        }
        return code != SharedMemoryChannel.CLOSED;
    }

    private void note(Exchange exchange, long code, int length) {
        largeRequests.note(exchange.event(), length);
        if (code < 0 && code != SharedMemoryChannel.CLOSED) {
            exchange.fail(failures.notTaken(exchange.event(), code, length));
        }
    }
}
