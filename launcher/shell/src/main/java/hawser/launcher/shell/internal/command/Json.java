// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Values as JSON. */
final class Json {
    /* Apart from those that use it: the first use of Jackson takes a tenth of a second, which the start need not. */
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {
    }

    /** {@return the text of a value that consists of maps, lists, texts, numbers and truth values} */
    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must consist of plain values", e);
        }
    }
}
