// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import hawser.transport.TypeRef;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCodecComponentTest {
    private static final Type HITS = new TypeRef<List<Hit>>() { }.type();

    private final JsonCodecComponent codec = new JsonCodecComponent();

    record Hit(String path, int line) {
    }

    @Test
    void shouldReadWhatItWroteAlsoOfGenericTypes() {
        List<Hit> hits = List.of(new Hit("a.txt", 1), new Hit("b.txt", 2));

        byte[] bytes = codec.encode(hits, HITS);

        assertEquals("[{\"path\":\"a.txt\",\"line\":1},{\"path\":\"b.txt\",\"line\":2}]", new String(bytes, UTF_8));
        assertEquals(hits, codec.decode(bytes, HITS));
    }

    @Test
    void shouldNameThePlaceOfAWrongType() {
        byte[] bytes = "[{\"path\":\"a.txt\",\"line\":\"many\"}]".getBytes(UTF_8);

        TransportException failure = assertThrows(TransportException.class, () -> codec.decode(bytes, HITS));

        assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
        assertTrue(failure.getMessage().contains("[\"line\"]"), failure.getMessage());
    }

    @Test
    void shouldRefuseADocumentThatIsTooDeep() {
        byte[] bytes = "[".repeat(100_000).getBytes(UTF_8);

        TransportException failure = assertThrows(TransportException.class, () -> codec.decode(bytes, Object.class));

        assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
    }
}
