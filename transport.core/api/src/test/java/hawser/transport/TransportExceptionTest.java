// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransportExceptionTest {
    @Test
    void shouldHaveExactlyTheFieldsThatTravel() {
        IllegalStateException cause = new IllegalStateException("broken");
        TransportException failure = TransportException.of(ErrorCode.TIMEOUT, "too late", "a:b:c", "echo", cause);

        assertEquals(List.of("name", "code", "message", "eventName", "pluginName", "timestamp", "cause"),
                List.copyOf(failure.toFields().keySet()));
        assertSame(cause, failure.getCause());
        assertEquals(Optional.of("a:b:c"), failure.eventName());
        assertEquals(Optional.of("echo"), failure.pluginName());
    }

    @Test
    void shouldComeBackWithoutLoss() {
        TransportException failure = TransportException.of(ErrorCode.NO_RESPONSE, "nothing came", "a:b:c");
        Map<String, Object> fields = new LinkedHashMap<>(failure.toFields());
        fields.put("retryAfter", 5);

        TransportException restored = TransportException.fromFields(fields);

        assertEquals(ErrorCode.NO_RESPONSE, restored.code());
        assertEquals("nothing came", restored.getMessage());
        assertEquals(failure.timestamp(), restored.timestamp());
        assertEquals(fields, restored.toFields());
    }

    @Test
    void shouldReadAnUnknownCodeAsInternalErrorAndKeepIt() {
        TransportException restored = TransportException.fromFields(Map.of("code", "FROM_THE_FUTURE"));

        assertEquals(ErrorCode.INTERNAL_ERROR, restored.code());
        assertEquals("FROM_THE_FUTURE", restored.toFields().get("code"));
        assertEquals(0, restored.timestamp());
    }

    @Test
    void shouldKeepCauseAndStackOnTheWay() {
        IllegalStateException deep = new IllegalStateException("deep");
        TransportException inner = TransportException.of(ErrorCode.IPC_ERROR, "inner", "a:b:c", "echo", deep);
        RuntimeException broken = new RuntimeException("broken", inner);
        TransportException failure = TransportException.of(ErrorCode.INTERNAL_ERROR, "outer", "x:y:z", null, broken);

        TransportException restored = TransportException.fromFields(failure.toFields());
        Throwable cause = restored.getCause();
        TransportException restoredInner = (TransportException) cause.getCause();

        assertEquals(broken.toString(), cause.toString());
        assertEquals(places(broken), places(cause));
        assertEquals(ErrorCode.IPC_ERROR, restoredInner.code());
        assertEquals(deep.toString(), restoredInner.getCause().toString());
        assertEquals(failure.toFields(), restored.toFields());
    }

    private static List<String> places(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .toList();
    }

    @Test
    void shouldTellAgainWhatCausedAFailureElsewhere() {
        Map<String, Object> cause = new LinkedHashMap<>();
        cause.put("name", "std::bad_alloc");
        cause.put("message", null);
        cause.put("stack", List.of("#0 0x7f in operator new"));
        cause.put("cause", "out of memory");

        TransportException restored = TransportException.fromFields(Map.of("code", "IPC_ERROR", "cause", cause));
        TransportException wrapped =
                TransportException.of(ErrorCode.INTERNAL_ERROR, "wrapped", null, null, restored.getCause());

        assertEquals("std::bad_alloc", restored.getCause().toString());
        assertEquals("out of memory", restored.getCause().getCause().toString());
        assertEquals("#0 0x7f in operator new", restored.getCause().getStackTrace()[0].getClassName());
        assertEquals("std::bad_alloc", ((Map<?, ?>) wrapped.toFields().get("cause")).get("name"));
    }

    @Test
    void shouldCutARingOfCauses() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        Object cause = TransportException.of(ErrorCode.INTERNAL_ERROR, "ring", null, null, first).toFields();
        int length = 0;
        for (; cause != null; length++) {
            cause = ((Map<?, ?>) cause).get("cause");
        }

        assertEquals(33, length);
    }

    @Test
    void shouldNotChangeWithTheFieldsItCameWith() {
        Map<String, Object> fields =
                new LinkedHashMap<>(Map.of("code", "TIMEOUT", "extra", new ArrayList<>(List.of(1))));

        TransportException restored = TransportException.fromFields(fields);
        fields.put("code", "CANCELLED");
        ((List<?>) fields.get("extra")).clear();

        assertEquals(Map.of("code", "TIMEOUT", "extra", List.of(1)), restored.toFields());
        assertThrows(UnsupportedOperationException.class, () -> restored.toFields().put("code", "CANCELLED"));
    }
}
