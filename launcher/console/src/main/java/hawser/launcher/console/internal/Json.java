// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;

/** What the page sends and gets. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() { };

    private Json() {
    }

    /** {@return the text of a value that consists of maps, lists, texts, numbers and truth values} */
    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must consist of plain values: " + e.getOriginalMessage(), e);
        }
    }

    /** {@return the members of an object, of which those that are asked for must be texts} */
    static Map<String, Object> object(byte[] text) {
        try {
            Map<String, Object> found = MAPPER.readValue(text, OBJECT);
            if (found != null) {
                return found;
            }
        } catch (IOException e) {
            // told below: what Jackson says quotes what was sent
        }
        throw new Refusal(Refusal.BAD_REQUEST, "DESERIALIZE_FAILED", "the body must be a JSON object");
    }

    static String text(Map<String, Object> object, String member) {
        if (object.get(member) instanceof String text) {
            return text;
        }
        throw new Refusal(Refusal.BAD_REQUEST, "DESERIALIZE_FAILED", "the body must have a text " + member);
    }
}
