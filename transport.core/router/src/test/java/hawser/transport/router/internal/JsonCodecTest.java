// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import hawser.transport.TypeRef;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonCodecTest {
    private static final Type HITS = new TypeRef<List<Hit>>() { }.type();

    private final JsonCodec codec = new JsonCodec(100, 1 << 20, 1000, 1000);

    record Hit(String path, int line) {
    }

    @Test
    void shouldReadWhatItWroteAlsoOfGenericTypes() {
        List<Hit> hits = List.of(new Hit("a.txt", 1), new Hit("b.txt", 2));

        byte[] bytes = codec.encode(hits, HITS);

        assertEquals("[{\"path\":\"a.txt\",\"line\":1},{\"path\":\"b.txt\",\"line\":2}]", new String(bytes, UTF_8));
        assertEquals(hits, codec.decode(bytes, HITS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a wrong type            | [{`path`:`a`,`line`:1},{`path`:`b`,`line`:`many`}] | /1/line",
        "a number in quotes      | [{`path`:`a`,`line`:`5`}]                          | /0/line",
        "a text without quotes   | [{`path`:5,`line`:5}]                              | /0/path",
        "a fraction              | [{`path`:`a`,`line`:1.5}]                          | /0/line",
        "null for a primitive    | [{`path`:`a`,`line`:null}]                         | /0/line",
        "a field that is unknown | [{`path`:`a`,`line`:1,`colour`:1}]                 | /0/colour",
        "a field that is missing | [{`path`:`a`}]                                     | /0/line",
        "a field given twice     | [{`path`:`a`,`path`:`b`,`line`:1}]                 | /0",
        "something after the end | [] true                                            | root",
        "an end before its time  | [{`path`:`a`,`line`:                               | /0",
        "another kind of thing   | {`path`:`a`}                                       | root",
        "nothing                 | ''                                                 | root",
        "no JSON                 | <xml/>                                             | root"})
    void shouldNameThePlaceOf(String what, String document, String place) {
        byte[] bytes = document.replace('`', '"').getBytes(UTF_8);

        TransportException failure = assertThrows(TransportException.class, () -> codec.decode(bytes, HITS), what);

        assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
        assertTrue(failure.getMessage().endsWith(place), failure.getMessage());
        assertNotNull(failure.getCause());
    }

    static List<String> documentsBeyondALimit() {
        return List.of("[".repeat(10_000) + "]".repeat(10_000), "9".repeat(1_000_000), "1." + "9".repeat(1_000_000),
                "[1" + ",1".repeat(1_000) + "]", "\"" + "a".repeat(1 << 20) + "\"", "{\"a\":1,\"a\":2}");
    }

    @ParameterizedTest
    @MethodSource("documentsBeyondALimit")
    void shouldRefuseADocumentBeyondALimit(String document) {
        TransportException failure = assertThrows(TransportException.class,
                () -> codec.decode(document.getBytes(UTF_8), Object.class));

        assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
        assertTrue(failure.getMessage().length() < 1000, failure.getMessage());
    }

    @Test
    void shouldRefuseToWriteWhatCannotBeRead() {
        List<Object> ring = new ArrayList<>();
        ring.add(ring);

        assertEquals(ErrorCode.SERIALIZE_FAILED,
                assertThrows(TransportException.class, () -> codec.encode(ring, Object.class)).code());
        assertEquals(ErrorCode.SERIALIZE_FAILED,
                assertThrows(TransportException.class, () -> codec.encode(new Object(), Object.class)).code());
    }

    @Test
    void shouldCarryAFailureWithoutLoss() {
        TransportException failure = TransportException.of(ErrorCode.TIMEOUT, "too late", "a:b:c", "echo",
                new IllegalStateException("broken"));
        byte[] sent = codec.encode(failure, TransportException.class);
        Map<String, Object> more = new LinkedHashMap<>(failure.toFields());
        more.put("retryAfter", List.of(Map.of("ms", 5)));
        byte[] sentWithMore = codec.encode(more, Object.class);

        TransportException restored = (TransportException) codec.decode(sent, TransportException.class);
        TransportException restoredWithMore =
                (TransportException) codec.decode(sentWithMore, TransportException.class);

        assertEquals(failure.toFields(), restored.toFields());
        assertEquals(failure.getCause().toString(), restored.getCause().toString());
        assertEquals(new String(sentWithMore, UTF_8),
                new String(codec.encode(restoredWithMore, TransportException.class), UTF_8));
        assertEquals(new String(sent, UTF_8), new String(codec.encode(restored, TransportException.class), UTF_8));
    }

    @Test
    void shouldReadAndWriteAsBeforeWhenItForgotWhatItKnew() {
        byte[] bytes = codec.encode(List.of(new Hit("a.txt", 1)), HITS);

        codec.forget();

        assertEquals(List.of(new Hit("a.txt", 1)), codec.decode(bytes, HITS));
    }
}
