// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param status of HTTP
 * @param type of the body
 * @param body its bytes
 * @param headers beside those that every answer has
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    private static final int OK = 200;
    private static final String JSON = "application/json";

    static Answer json(Object value) {
        return json(OK, value);
    }

    static Answer json(int status, Object value) {
        return new Answer(status, JSON, Json.bytes(value), Map.of());
    }

    /** In the form in which failures of requests travel, as far as there is something to say. */
    static Answer of(Refusal refusal) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", "ConsoleException");
        fields.put("code", refusal.code());
        fields.put("message", refusal.getMessage());
        fields.put("timestamp", System.currentTimeMillis());
        return json(refusal.status(), Map.of("error", fields));
    }

    static Answer file(String type, byte[] body) {
        return new Answer(OK, type, body, Map.of());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, more);
    }
}
