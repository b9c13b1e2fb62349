// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell at a terminal, which is tmux's. */
class TerminalIT extends InDistribution {
    /** What a screen should show. */
    private interface Look {
        boolean test(String screen) throws Exception;
    }

    private static final String PROMPT = "hawser>";
    private static final long LOOK_NS = 50_000_000;

    @AfterEach
    void endTerminal() throws Exception {
        tmux("kill-server");
    }

    private String tmux(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("tmux", "-S", home.resolve("tmux").toString(), "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    private void open(int columns, int lines, String environment) throws Exception {
        Files.writeString(home.resolve("begin"), environment + " exec bin/hawser 2> terminal.err\n");
        tmux("new-session", "-d", "-x", Integer.toString(columns), "-y", Integer.toString(lines),
                "cd '" + home + "' && sh ./begin");
        see(screen -> screen.contains(PROMPT));
    }

    private void type(String... keys) throws Exception {
        for (String key : keys) {
            tmux("send-keys", "--", key);
        }
    }

    private String screen() throws Exception {
        return tmux("capture-pane", "-p");
    }

    /** Looks until the screen is as expected; the build's own limit ends a wait that is in vain. */
    private String see(Look expected) throws Exception {
        String screen = screen();
        while (!expected.test(screen)) {
            LockSupport.parkNanos(LOOK_NS);
            screen = screen();
        }
        return screen;
    }

    /** Lists the plugins until the one there is has been loaded: the prompt is there before. */
    private void listActive() throws Exception {
        type("plugin:list", "Enter");
        see(screen -> screen.contains("echo"));
        while (!screen().contains("ACTIVE")) {
            type("clear; plugin:list", "Enter");
            LockSupport.parkNanos(10 * LOOK_NS);
        }
    }

    /** One session for all, as its start is what takes time. */
    @Test
    void shouldCompleteExplainInterruptAndFitAtATerminal() throws Exception {
        open(100, 30, "");
        listActive();
        assertTrue(tmux("capture-pane", "-p", "-e").contains("\u001b[32mACTIVE"));

        completesCommandsOptionsAndNames();
        saysInItsOwnWordsWhatWentWrong();
        livesOnWhenCtrlCInterruptsACommand();
        fitsATableToATerminalThatWasMadeNarrower();
        type("C-d");

        see(screen -> tmux("list-sessions").contains("no server"));
        assertEquals("", Files.readString(home.resolve("terminal.err")));
    }

    private void completesCommandsOptionsAndNames() throws Exception {
        type("plugin:li", "Tab");
        see(screen -> screen.contains(PROMPT + " plugin:list"));
        type("--j", "Tab");
        see(screen -> screen.contains("plugin:list --json"));
        type("C-u", "event:send ech", "Tab");
        see(screen -> screen.contains("event:send echo:message:send"));
        type("hello", "Enter");
        see(screen -> screen.contains("\nhello\n"));
    }

    private void saysInItsOwnWordsWhatWentWrong() throws Exception {
        type("plugin:lst", "Enter", "event:send", "Enter", "plugin:why eco", "Enter");

        String screen = see(text -> text.contains("did you mean echo?"));
        assertTrue(screen.contains("no such command: plugin:lst; did you mean plugin:list?"), screen);
        assertTrue(screen.contains("usage: event:send NAME [TEXT...]; see: help event:send"), screen);
        assertFalse(screen.contains("Exception"), screen);
    }

    private void livesOnWhenCtrlCInterruptsACommand() throws Exception {
        type("sleep 10000", "Enter");
        see(screen -> screen.contains("sleep 10000"));
        while (!screen().contains("interrupted")) {
            type("C-c");
            LockSupport.parkNanos(10 * LOOK_NS);
        }
        type("C-u", "echo still here", "Enter");
        see(screen -> screen.contains("\nstill here\n"));
    }

    private void fitsATableToATerminalThatWasMadeNarrower() throws Exception {
        tmux("resize-window", "-x", "40", "-y", "30");
        type("clear; plugin:list", "Enter");
        see(screen -> screen.contains("NAME         echo\nVERSION      1.0.0\n"));
    }

    @Test
    void shouldUseNoColoursWhenToldSo() throws Exception {
        open(100, 30, "NO_COLOR=1");
        listActive();

        assertFalse(tmux("capture-pane", "-p", "-e").contains("\u001b["));
    }
}
