// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.shell.internal.control.Readiness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final CompletionStage<Void> NEVER = new CompletableFuture<>();
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final String EXCESS = "every plugin was required to be active or failed";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private Terminal terminal;
    private int asked;

    /** A command. */
    public static final class Told {
        public void tell(String text) {
            Process.Utils.current().out().println("told " + text);
        }
    }

    @BeforeEach
    void open() throws Exception {
        threads.start();
        terminal = new DumbTerminal("test", Terminal.TYPE_DUMB,
                new ByteArrayInputStream("tell one\ntell two\n".getBytes(UTF_8)), screen, UTF_8);
    }

    @AfterEach
    void close() throws Exception {
        terminal.close();
        threads.stop();
    }

    /** {@return what was on the screen when all that was typed had been carried out} */
    private String run(Readiness readiness) {
        CommandProcessorImpl processor = new CommandProcessorImpl(threads);
        processor.addCommand("hawser", new Told(), "tell");
        new Console(terminal, processor, kind -> List.of(), false, readiness, () -> { }).run();
        return screen.toString(UTF_8);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void shouldCarryCommandsOutAfterALimitWhenALoadDoesNotEnd() {
        String said = run(new Readiness(DONE, () -> {
            asked++;
            return NEVER;
        }, Duration.ofNanos(1)));

        assertEquals(1, asked, "nobody waits twice");
        assertEquals(1, count(said, EXCESS), said);
        assertEquals(1, count(said, "told one"), said);
        assertEquals(1, count(said, "told two"), said);
    }

    @Test
    void shouldWaitNoLongerForPluginsAfterCtrlC() {
        String said = run(new Readiness(DONE, () -> {
            asked++;
            terminal.raise(Terminal.Signal.INT);
            return NEVER;
        }));

        assertEquals(1, asked, "nobody waits twice");
        assertEquals(0, count(said, "told one"), said);
        assertEquals(1, count(said, "told two"), said);
        assertTrue(said.contains("interrupted"), said);
    }

    @Test
    void shouldCarryCommandsOutWhenAllIsThere() {
        String said = run(new Readiness(DONE, () -> DONE));

        assertEquals(1, count(said, "told one"), said);
        assertEquals(0, count(said, EXCESS), said);
    }
}
