// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.internal.DeclaredEvent.Kind;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypeBytesTest {
    private static final String EVENT = "a:b:c";

    private final TypeBytes types = new TypeBytes(List.of(
            new DeclaredEvent(EVENT, 200, Kind.BYTES, Kind.BYTES),
            new DeclaredEvent("a:b:d", 0, Kind.BYTES, Kind.NONE)), Set.of());

    @Test
    void shouldPutTheTypeInFrontAndTakeItOff() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, 1, 2}).position(1);

        assertArrayEquals(new byte[] {(byte) 200, 1, 2}, (byte[]) types.mark(EVENT, buffer));
        assertEquals(1, buffer.position());
        assertArrayEquals(new byte[] {0}, (byte[]) types.mark("a:b:d", new byte[0]));
        assertArrayEquals(new byte[] {3}, types.unmark(EVENT, new byte[] {9, 3}));
    }

    @Test
    void shouldRefuseAnAnswerWithoutAType() {
        TransportException refused = assertThrows(TransportException.class, () -> types.unmark(EVENT, new byte[0]));

        assertEquals(ErrorCode.DESERIALIZE_FAILED, refused.code());
    }

    @Test
    void shouldLeaveMessagesOfAnEventWithoutTypeAlone() {
        TypeBytes none = new TypeBytes(List.of(DeclaredEvent.of(EVENT)), Set.of(Extension.STREAMS));
        byte[] bytes = {1};

        assertTrue(none.isEmpty());
        assertSame(bytes, none.mark(EVENT, bytes));
        assertSame(bytes, none.unmark(EVENT, bytes));
    }

    @Test
    void shouldPutTheNameInFrontWhereAnExtensionTakesIt() {
        TypeBytes named = new TypeBytes(List.of(new DeclaredEvent(EVENT, 7, Kind.BYTES, Kind.BYTES),
                new DeclaredEvent("abc:d:ef", 1, Kind.BYTES, Kind.NONE),
                new DeclaredEvent("a:b:s", 2, Kind.BYTES, Kind.STREAM)), Set.of(Extension.REQUESTS));
        byte[] answer = {1};

        assertArrayEquals("a:b:c\0\0\0data".getBytes(US_ASCII), (byte[]) named.mark(EVENT, "data".getBytes(US_ASCII)));
        assertArrayEquals("abc:d:ef\0\0\0\0\0\0\0\0".getBytes(US_ASCII), (byte[]) named.mark("abc:d:ef", new byte[0]));
        assertSame(answer, named.unmark(EVENT, answer));
        assertArrayEquals(new byte[] {2}, (byte[]) named.mark("a:b:s", new byte[0]));
    }
}
