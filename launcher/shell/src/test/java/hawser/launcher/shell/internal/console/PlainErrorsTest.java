// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** Failures inside pipes. */
class PlainErrorsTest {
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    @Test
    void shouldTakeTheClassAwayWhenGogoNamesIt() throws IOException {
        try (PlainErrors errors = new PlainErrors(target)) {
            errors.write("gogo: CommandFailure: no such plugin: x\n".getBytes(UTF_8));
        }

        assertEquals("no such plugin: x\n", target.toString(UTF_8));
    }

    @Test
    void shouldKeepAllElse() {
        try (PrintStream errors = new PrintStream(new PlainErrors(target), true, UTF_8)) {
            errors.print("gogo: what is it?\n");
            errors.print("see gogo: It: here\n");
        }

        assertEquals("gogo: what is it?\nsee gogo: It: here\n", target.toString(UTF_8));
    }
}
