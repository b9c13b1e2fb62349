// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.TransportException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    private static final Event<byte[], byte[]> RAW = Events.defineNamed("a:b:c").define(byte[].class, byte[].class);
    private static final Event<String, String> TYPED = Events.defineNamed("a:b:c").define(String.class, String.class);

    private final Payloads payloads =
            new Payloads(Map.of(Codec.JSON, new Bracketing(), "text/x-shout", new Shouting())::get);

    /** A second codec. */
    private static final class Shouting implements Codec {
        @Override
        public byte[] encode(Object value, Type type) {
            return value.toString().toUpperCase(Locale.ROOT).getBytes(UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return new String(bytes, UTF_8).toLowerCase(Locale.ROOT);
        }
    }

    /** Stands for the usual one. */
    private static final class Bracketing implements Codec {
        @Override
        public byte[] encode(Object value, Type type) {
            return ("<" + value + ">").getBytes(UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return new String(bytes, 1, bytes.length - 2, UTF_8);
        }
    }

    @Test
    void shouldLeaveBytesUntouched() {
        byte[] bytes = {1, 2, 3};

        assertSame(bytes, payloads.encode(RAW, bytes));
        assertSame(bytes, payloads.decode(RAW, bytes));
        assertEquals(ByteBuffer.wrap(bytes),
                payloads.decode(Events.defineNamed("a:b:c").define(byte[].class, ByteBuffer.class), bytes));
    }

    @Test
    void shouldEncodeEverythingElse() {
        assertArrayEquals("<text>".getBytes(UTF_8), payloads.encode(TYPED, "text"));
        assertEquals("text", payloads.decode(TYPED, "<text>".getBytes(UTF_8)));
    }

    @Test
    void shouldTakeTheCodecOfTheEventsMediaType() {
        Event<String, String> other = Events.defineNamed("a:b:c").define(String.class, String.class,
                EventOptions.defaults().withMediaType("text/x-shout"));

        assertEquals("<text>", new String(payloads.encode(TYPED, "text"), UTF_8));
        assertEquals("TEXT", new String(payloads.encode(other, "text"), UTF_8));
        assertEquals("text", payloads.decode(other, "TEXT".getBytes(UTF_8)));
    }

    @Test
    void shouldSendNothingForNothing() {
        assertEquals(0, payloads.encode(Events.defineNamed("a:b:c").define(Void.class, Void.class), null).length);
        assertNull(payloads.decode(Events.defineNamed("a:b:c").define(Void.class, Void.class), new byte[0]));
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoCodec() {
        TransportException failure = assertThrows(TransportException.class,
                () -> new Payloads(mediaType -> null).encode(TYPED, "text"));

        assertEquals(ErrorCode.SERIALIZE_FAILED, failure.code());
    }
}
