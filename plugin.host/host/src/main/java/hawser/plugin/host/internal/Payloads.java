// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.TransportException;
import hawser.transport.channel.SharedMemoryChannel;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Payloads as bytes and back: raw bytes pass untouched, everything else goes through the codec of the event's media
 * type. Thread-safe.
 */
final class Payloads {
    private static final byte[] NOTHING = new byte[0];

    private final Function<String, Codec> codecs;

    /** Codecs may come and go: gives null while there is none of that media type. */
    Payloads(Function<String, Codec> codecs) {
        this.codecs = codecs;
    }

    /** What is no buffer as bytes, which nobody changes. */
    byte[] encode(Event<?, ?> event, Object payload) {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        return payload == null ? NOTHING : document(event, payload);
    }

    private byte[] document(Event<?, ?> event, Object payload) {
        try {
            return codecFor(event).encode(payload, event.requestType());
        } catch (TransportException e) {
            throw TransportException.of(e.code(), e.getMessage(), event.name(), null, e);
        }
    }

    /** Offers a message, bytes or a buffer: what the channel says. */
    static long offer(SharedMemoryChannel channel, int type, long correlation, long deadlineMs, Object message) {
        return message instanceof ByteBuffer buffer ? channel.offer(type, correlation, deadlineMs, 0, buffer)
                : channel.offer(type, correlation, deadlineMs, 0, (byte[]) message);
    }

    /** Of a message, bytes or a buffer. */
    static int length(Object message) {
        return message instanceof ByteBuffer buffer ? buffer.remaining() : ((byte[]) message).length;
    }

    Object decode(Event<?, ?> event, byte[] bytes) {
        return decode(event, event.responseType(), bytes);
    }

    private Object decode(Event<?, ?> event, Type type, byte[] bytes) {
        if (type == byte[].class) {
            return bytes;
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes);
        }
        return type == Void.class ? null : codecFor(event).decode(bytes, type);
    }

    /** The bytes of a plugin's own request, as whoever handles it wants them. */
    Object decodeRequest(Event<?, ?> event, byte[] bytes) {
        return decode(event, event.requestType(), bytes);
    }

    /** The answer to it, as bytes. */
    byte[] encodeAnswer(Event<?, ?> event, Object answer) {
        if (answer instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (answer instanceof byte[] bytes) {
            return bytes;
        }
        return answer == null ? NOTHING : codecFor(event).encode(answer, event.responseType());
    }

    private Codec codecFor(Event<?, ?> event) {
        Codec codec = codecs.apply(event.mediaType());
        if (codec == null) {
            throw TransportException.of(ErrorCode.SERIALIZE_FAILED,
                    "payloads that are not bytes need the codec of their event's media type and there is none: "
                            + "mediaType=" + event.mediaType() + "; that of " + Codec.JSON
                            + " is in the bundle hawser.transport.router", event.name());
        }
        return codec;
    }
}
