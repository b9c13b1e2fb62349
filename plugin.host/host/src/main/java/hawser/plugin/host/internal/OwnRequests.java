// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.internal.AskedOfOthers.Asked;
import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that a plugin makes of others, by {@code hawser.request/1}: sent as that plugin, under its key, and told
 * when they end. The plugin may ask for no outcome, or not take them. Thread-safe.
 */
final class OwnRequests {
    static final int MOST_OPEN = 1 << 14;
    private static final byte[] NOTHING = new byte[0];

    private final AskedOfOthers others;
    private final Payloads payloads;
    private final Deliveries deliveries;
    /** Those whose outcome is asked for. */
    private final Map<Long, Cancellation> open = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    OwnRequests(AskedOfOthers others, Payloads payloads, Deliveries deliveries) {
        this.others = others;
        this.payloads = payloads;
        this.deliveries = deliveries;
    }

    /** Token 0 asks for no outcome. */
    void receive(long token, byte[] record) {
        if (token != 0 && !deliveries.hasRoom()) {
            return;
        }
        Cancellation cancellation = new Cancellation();
        underWay.incrementAndGet();
        try {
            Asked asked = others.read(record);
            if (underWay.get() > MOST_OPEN) {
                throw others.failure(ErrorCode.BACK_PRESSURED,
                        "at most " + MOST_OPEN + " requests of a plugin may be open", asked.event());
            }
            if (token != 0 && open.putIfAbsent(token, cancellation) != null) {
                throw others.failure(ErrorCode.INTERNAL_ERROR,
                        "a token names one open request: token=" + token + " names another", asked.event());
            }
            send(token, asked, cancellation);
        } catch (RuntimeException e) {
            forget(token, cancellation);
            tell(token, RecordType.FAILED, FailureRecord.write(others.known(e, null)));
        }
    }

    private void forget(long token, Cancellation cancellation) {
        open.remove(token, cancellation);
        underWay.decrementAndGet();
    }

    private void send(long token, Asked asked, Cancellation cancellation) {
        Event<Object, Object> event = others.find(asked.event(), false);
        SendOptions options = asked.options().withCancellation(cancellation);
        others.transport(asked).send(event, payloads.decodeRequest(event, asked.data()), options).whenComplete(
                (answer, thrown) -> end(token, cancellation, event, answer, thrown));
    }

    private void end(long token, Cancellation cancellation, Event<?, ?> event, Object answer, Throwable thrown) {
        forget(token, cancellation);
        try {
            if (thrown == null) {
                byte[] bytes = event.isNotification() ? NOTHING : payloads.encodeAnswer(event, answer);
                tell(token, RecordType.RESPONSE, bytes);
                return;
            }
            throw others.known(thrown, event.name());
        } catch (RuntimeException e) {
            tell(token, RecordType.FAILED, FailureRecord.write(others.known(e, event.name())));
        }
    }

    private void tell(long token, int type, byte[] payload) {
        long delivered = token == 0 ? 0 : deliveries.deliver(type, token, payload);
        if (delivered != 0) {
            deliveries.deliver(RecordType.FAILED, token, FailureRecord.write(refusal(delivered, payload.length)));
        }
    }

    private TransportException refusal(long delivered, int length) {
        return delivered == SharedMemoryChannel.TOO_LONG
                ? others.failure(ErrorCode.PAYLOAD_TOO_LARGE, "the answer has " + length + " bytes, more than the "
                        + "plugin's channel carries; raise buffer.to-native", null)
                : others.failure(ErrorCode.BACK_PRESSURED, "at most " + Deliveries.MOST_BYTES + " bytes may wait for "
                        + "the plugin, and it does not take them: length=" + length, null);
    }

    void cancel(long token) {
        Cancellation cancellation = open.get(token);
        if (cancellation != null) {
            cancellation.cancel();
        }
    }
}
