// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayWhatIsDoneInOneLineAndTakeItAway() {
        Progress progress = new Progress(terminal, 20, () -> "in\u001b[2J\nstalling something");
        while (!text().contains("stalling")) {
            Thread.onSpinWait();
        }
        progress.close();

        assertTrue(text().startsWith("\rin[2J stalling some\u001b[K"), text());
        assertTrue(text().endsWith("\r\u001b[K"), text());
    }

    @Test
    void shouldSayNothingWhereThereIsNoTerminalNorOfShortWork() {
        new Progress(null, 0, () -> "never").close();
        for (int i = 0; i < 1000; i++) { // whether its thread waits already or not
            new Progress(terminal, 0, () -> "hardly", Long.MAX_VALUE).close();
        }

        assertEquals("", text());
    }

    @Test
    void shouldLeaveAnInterruptToItsCaller() {
        Progress progress = new Progress(terminal, 0, () -> "some");
        Thread.currentThread().interrupt();

        progress.close();

        assertTrue(Thread.interrupted());
    }
}
