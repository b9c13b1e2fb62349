// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.internal.AskedOfOthers.Asked;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that a plugin takes from others, by {@code hawser.subscribe/1}. Thread-safe. */
final class OwnStreams {
    static final int MOST_OPEN = 1 << 10;
    private static final byte[] NOTHING = new byte[0];

    private final AskedOfOthers others;
    private final Payloads payloads;
    private final Deliveries deliveries;
    private final Map<Long, OwnStream> open = new ConcurrentHashMap<>();

    OwnStreams(AskedOfOthers others, Payloads payloads, Deliveries deliveries) {
        this.others = others;
        this.payloads = payloads;
        this.deliveries = deliveries;
    }

    /** The plugin asks for one. */
    void receive(long token, byte[] record) {
        if (!deliveries.hasRoom()) {
            return;
        }
        try {
            Asked asked = others.read(record);
            Event<Object, Object> event = others.find(asked.event(), true);
            OwnStream stream = new OwnStream(new WayToPlugin(token, event));
            if (add(token, stream, asked)) {
                subscribe(asked, event, stream);
            }
        } catch (RuntimeException e) {
            tellOver(token, e, null);
        }
    }

    /** A token that names a stream already names none from now on: what comes could not be told apart. */
    private boolean add(long token, OwnStream stream, Asked asked) {
        if (open.size() >= MOST_OPEN) {
            throw others.failure(ErrorCode.BACK_PRESSURED,
                    "a plugin may take at most " + MOST_OPEN + " streams at a time", asked.event());
        }
        OwnStream other = open.putIfAbsent(token, stream);
        if (other != null) {
            other.cancel(others.failure(ErrorCode.INTERNAL_ERROR, "a token names one open stream, and the plugin asked "
                    + "for another by the same: token=" + token, asked.event()));
        }
        return other == null;
    }

    private void subscribe(Asked asked, Event<Object, Object> event, OwnStream stream) {
        try {
            others.transport(asked).stream(event, payloads.decodeRequest(event, asked.data()), asked.options())
                    .subscribe(stream);
        } catch (RuntimeException e) {
            stream.cancel(e);
        }
    }

    /** The plugin wants more of it. */
    void request(long token, byte[] count) {
        OwnStream stream = open.get(token);
        if (stream != null && count.length == Long.BYTES) {
            stream.request(ByteBuffer.wrap(count).order(ByteOrder.nativeOrder()).getLong());
        }
    }

    /** The plugin wants no more of it. */
    void cancel(long token) {
        OwnStream stream = open.get(token);
        if (stream != null) {
            stream.cancel(others.failure(ErrorCode.STREAM_CANCELLED, "the plugin cancelled the stream", null));
        }
    }

    private void tellOver(long token, Throwable failure, String event) {
        byte[] why = failure == null ? NOTHING : FailureRecord.write(others.known(failure, event));
        deliveries.deliver(RecordType.STREAM_END, token, why);
    }

    /** How the items of one reach the plugin. */
    private final class WayToPlugin implements OwnStream.Way {
        private final long token;
        private final Event<Object, Object> event;

        WayToPlugin(long token, Event<Object, Object> event) {
            this.token = token;
            this.event = event;
        }

        @Override
        public RuntimeException deliver(Object item, Runnable whenSent) {
            try {
                byte[] bytes = payloads.encodeAnswer(event, item);
                long delivered = deliveries.deliver(RecordType.CHUNK, token, bytes, whenSent);
                return delivered == 0 ? null : refusal(delivered, bytes.length);
            } catch (TransportException e) {
                return e;
            } catch (RuntimeException | Error e) { // a codec's, which is somebody else's
                return others.failure(ErrorCode.INTERNAL_ERROR, "an item could not be encoded: " + e, event.name());
            }
        }

        private TransportException refusal(long delivered, int length) {
            return delivered == SharedMemoryChannel.TOO_LONG
                    ? others.failure(ErrorCode.PAYLOAD_TOO_LARGE, "an item has " + length + " bytes, more than the "
                            + "plugin's channel carries; raise buffer.to-native", event.name())
                    : others.failure(ErrorCode.BACK_PRESSURED, "at most " + Deliveries.MOST_BYTES + " bytes may wait "
                            + "for the plugin, and it does not take them: length=" + length, event.name());
        }

        /** Its token is free before the plugin hears of it. */
        @Override
        public void tell(Throwable failure) {
            open.remove(token);
            tellOver(token, failure, event.name());
        }
    }
}
