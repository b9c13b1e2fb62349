// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hawser.launcher.shell.internal.command.ExplainCommands;
import java.io.IOException;

/** Every error code as {@code explain} tells it. */
final class ErrorReference {
    private static final String HEAD = """
            # Error codes

            A request that fails has one of these codes: `TransportException.code()` in Java, the first word of a
            command's message in the shell. `explain CODE` says the same there.

            | code | what happened | what to do |
            |---|---|---|
            """;

    private ErrorReference() {
    }

    static String text() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        for (JsonNode code : new ObjectMapper().readTree(new ExplainCommands().explain(true).toString())) {
            text.append(Markdown.row('`' + code.get("name").asText() + '`', code.get("cause").asText(),
                    code.get("remedy").asText()));
        }
        return text.toString();
    }
}
