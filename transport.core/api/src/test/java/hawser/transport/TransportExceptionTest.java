// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

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
}
