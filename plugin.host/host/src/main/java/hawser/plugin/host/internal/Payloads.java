// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.TransportException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Payloads as bytes and back: raw bytes pass untouched, everything else goes through the codec. Thread-safe. */
final class Payloads {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Supplier<Codec> codec;

    /** The codec may come and go; the supplier gives null while there is none. */
    Payloads(Supplier<Codec> codec) {
        this.codec = codec;
    }

    ByteBuffer encode(Event<?, ?> event, Object payload) {
        if (payload instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (payload instanceof ByteBuffer buffer) {
            return buffer;
        }
        return payload == null ? NOTHING : ByteBuffer.wrap(codecFor(event).encode(payload, event.requestType()));
    }

    Object decode(Event<?, ?> event, byte[] bytes) {
        Type type = event.responseType();
        if (type == byte[].class) {
            return bytes;
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes);
        }
        return type == Void.class ? null : codecFor(event).decode(bytes, type);
    }

    private Codec codecFor(Event<?, ?> event) {
        Codec current = codec.get();
        if (current == null) {
            throw TransportException.of(ErrorCode.SERIALIZE_FAILED,
                    "a codec is required for payloads that are not bytes and there is none: "
                            + "start the bundle hawser.transport.router", event.name());
        }
        return current;
    }
}
