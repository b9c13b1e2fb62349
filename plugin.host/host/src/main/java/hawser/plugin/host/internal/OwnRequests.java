// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.BoundTransport;
import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.Events;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that a plugin makes of others, by {@code hawser.request/1}: sent as that plugin, under its key, and told
 * when they end. Thread-safe.
 */
final class OwnRequests {
    /*
     * A request is: int32 timeout in ms, int32 length of the event's name, the name, the data. Its sender may be a
     * process that is not trusted: it may ask for no outcome, or not take them.
     */
    private static final Logger LOG = LoggerFactory.getLogger(OwnRequests.class);

    static final int MOST_OPEN = 1 << 14;
    private static final int HEAD_LENGTH = 8;
    private static final int LONGEST_EVENT = 255;
    private static final byte[] NOTHING = new byte[0];

    private record Asked(String event, long timeoutMs, byte[] data) {
    }

    private final String plugin;
    private final PluginVoice voice;
    private final HeldKey key;
    private final Payloads payloads;
    private final Supplier<EventCatalog> catalog;
    private final Deliveries deliveries;
    /** Those whose outcome is asked for. */
    private final Map<Long, Cancellation> open = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    /** Only the thread that hands records over writes it. */
    private long lost;

    OwnRequests(String plugin, PluginVoice voice, HeldKey key, HostServices services, Deliveries deliveries) {
        this.plugin = plugin;
        this.voice = voice;
        this.key = key;
        this.payloads = new Payloads(services.codecs());
        this.catalog = services.catalog();
        this.deliveries = deliveries;
    }

    /** Token 0 asks for no outcome. */
    void receive(long token, byte[] record) {
        if (token != 0 && deliveries.isFull()) {
            lose();
            return;
        }
        Cancellation cancellation = new Cancellation();
        underWay.incrementAndGet();
        try {
            Asked asked = read(record);
            if (underWay.get() > MOST_OPEN) {
                throw failure(ErrorCode.BACK_PRESSURED, "at most " + MOST_OPEN + " requests of a plugin may be open",
                        asked.event());
            }
            if (token != 0 && open.putIfAbsent(token, cancellation) != null) {
                throw failure(ErrorCode.INTERNAL_ERROR,
                        "a token names one open request: token=" + token + " names another", asked.event());
            }
            send(token, asked, cancellation);
        } catch (RuntimeException e) {
            forget(token, cancellation);
            tell(token, RecordType.FAILED, FailureRecord.write(known(e, null)));
        }
    }

    private void forget(long token, Cancellation cancellation) {
        open.remove(token, cancellation);
        underWay.decrementAndGet();
    }

    /** Says so the first time, and then each time that their number has doubled. */
    private void lose() {
        lost++;
        if (Long.bitCount(lost) == 1) {
            LOG.warn("{} requests of plugin {} so far were not taken: at most {} outcomes may wait for it; it must "
                    + "take those it has", lost, plugin, Deliveries.MOST_WAITING);
        }
    }

    private Asked read(byte[] record) {
        ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.nativeOrder());
        long timeoutMs = record.length < HEAD_LENGTH ? 0 : Integer.toUnsignedLong(buffer.getInt());
        int length = record.length < HEAD_LENGTH ? -1 : buffer.getInt();
        if (length < 0 || length > Math.min(LONGEST_EVENT, record.length - HEAD_LENGTH)) {
            throw failure(ErrorCode.INVALID_EVENT, "a request must name its event", null);
        }
        int data = HEAD_LENGTH + length;
        return new Asked(new String(record, HEAD_LENGTH, length, UTF_8), timeoutMs,
                Arrays.copyOfRange(record, data, record.length));
    }

    private void send(long token, Asked asked, Cancellation cancellation) {
        Event<Object, Object> event = find(asked.event());
        BoundTransport transport = voice.transport();
        if (transport == null) {
            throw failure(ErrorCode.TARGET_NOT_FOUND, "a router is required, and there is none, or it refuses the "
                    + "plugin's key", asked.event());
        }
        SendOptions options = SendOptions.defaults().withCancellation(cancellation);
        if (asked.timeoutMs() > 0) {
            options = options.withTimeout(Duration.ofMillis(asked.timeoutMs()));
        }
        transport.send(event, payloads.decodeRequest(event, asked.data()), options).whenComplete(
                (answer, thrown) -> end(token, cancellation, event, answer, thrown));
    }

    /** As its handler defined it; what the plugin may not send, or nobody handles, is for the router to refuse. */
    @SuppressWarnings("unchecked")
    private Event<Object, Object> find(String name) {
        EventCatalog events = catalog.get();
        Optional<EventCatalog.Entry> entry = events == null || !key.key().maySend(name) ? Optional.empty()
                : events.find(name);
        if (entry.isPresent() && entry.get().isStream()) {
            throw failure(ErrorCode.INVALID_EVENT, "an event with one answer is required, and " + name
                    + " is a stream", name);
        }
        try {
            return (Event<Object, Object>) entry.<Event<?, ?>>map(EventCatalog.Entry::event)
                    .orElseGet(() -> Events.defineNamed(name).define(byte[].class, byte[].class));
        } catch (IllegalArgumentException e) {
            throw failure(ErrorCode.INVALID_EVENT, e.getMessage(), name);
        }
    }

    private void end(long token, Cancellation cancellation, Event<?, ?> event, Object answer, Throwable thrown) {
        forget(token, cancellation);
        try {
            if (thrown == null) {
                byte[] bytes = event.isNotification() ? NOTHING : payloads.encodeAnswer(event, answer);
                tell(token, RecordType.RESPONSE, bytes);
                return;
            }
            Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
            throw known(cause, event.name());
        } catch (RuntimeException e) {
            tell(token, RecordType.FAILED, FailureRecord.write(known(e, event.name())));
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
                ? failure(ErrorCode.PAYLOAD_TOO_LARGE, "the answer has " + length + " bytes, more than the plugin's "
                        + "channel carries; raise buffer.to-native", null)
                : failure(ErrorCode.BACK_PRESSURED, "at most " + Deliveries.MOST_BYTES + " bytes of answers may wait "
                        + "for the plugin, and it does not take them: length=" + length, null);
    }

    void cancel(long token) {
        Cancellation cancellation = open.get(token);
        if (cancellation != null) {
            cancellation.cancel();
        }
    }

    private TransportException known(Throwable thrown, String event) {
        return thrown instanceof TransportException failure ? failure
                : failure(ErrorCode.INTERNAL_ERROR, String.valueOf(thrown), event);
    }

    private TransportException failure(ErrorCode code, String message, String event) {
        return TransportException.of(code, message, event, plugin, null);
    }
}
