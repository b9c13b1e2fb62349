// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.Process;
import org.junit.jupiter.api.Test;

class TerminalSessionTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    /** A command that is interrupted when it is about to write. */
    public static final class Interrupted {
        public void say(String text) {
            Thread.currentThread().interrupt();
            Process.Utils.current().out().println(text);
        }

        public void tell(String text) {
            Process.Utils.current().out().println(text);
        }
    }

    @Test
    void shouldGoOnWritingWhenACommandWasInterruptedWhileItWrote() throws Exception {
        ThreadIOImpl threads = new ThreadIOImpl();
        threads.start();
        try {
            CommandProcessorImpl processor = new CommandProcessorImpl(threads);
            Interrupted commands = new Interrupted();
            processor.addCommand("test", commands, "say");
            processor.addCommand("test", commands, "tell");
            try (TerminalSession session =
                    new TerminalSession(processor, InputStream.nullInputStream(), screen, screen)) {
                session.put("SCOPE", "test:*");
                new Statements(session, "say one").run(null, text -> { });
                new Statements(session, "tell two").run(null, text -> { });
            }
        } finally {
            threads.stop();
        }

        assertEquals("one\ntwo\n", screen.toString(StandardCharsets.UTF_8));
    }
}
