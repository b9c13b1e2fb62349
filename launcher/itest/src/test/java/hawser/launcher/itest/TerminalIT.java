// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell at a terminal, which is tmux's. */
class TerminalIT extends InDistribution {
    /** What a screen should show. */
    private interface Look {
        boolean test(String screen) throws Exception;
    }

    private static final String PROMPT = "hawser>";
    private static final long LOOK_NS = 100_000_000;
    private static final int MOST_LOOKS = 1200;

    @AfterEach
    void endTerminal() throws Exception {
        hawser("stop"); // which waits until it has ended, and writes nothing any more
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

    /** Looks until the screen is as expected, at most for a time that no machine needs. */
    private String see(Look expected) throws Exception {
        String screen = screen();
        for (int look = 0; !expected.test(screen); look++) {
            assertTrue(look < MOST_LOOKS, screen);
            LockSupport.parkNanos(LOOK_NS);
            screen = screen();
        }
        return screen;
    }

    /** Lists the plugins until the one there is has been loaded: the prompt is there before. */
    private void listActive() throws Exception {
        type("plugin:list", "Enter");
        see(screen -> screen.contains("echo"));
        see(screen -> {
            if (!screen.contains("ACTIVE")) {
                type("plugin:list", "Enter");
            }
            return screen.contains("ACTIVE");
        });
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
        showsChannelsLiveUntilItIsQuit();
        fitsATableToATerminalThatWasMadeNarrower();
        type("C-d");

        see(screen -> tmux("list-sessions").contains("no server"));
        startsAgainWithTheClassesThatItKept();
        assertEquals("", Files.readString(home.resolve("terminal.err")));
    }

    /** Where Java cannot keep them, for it has no classes of its own to add to, it has to be silent about that. */
    private void startsAgainWithTheClassesThatItKept() throws Exception {
        Path java = Path.of(run("readlink -f \"$(command -v \"${JAVA_HOME:+$JAVA_HOME/bin/}java\")\"").strip());
        boolean keeps = Files.exists(java.resolveSibling("../lib/server/classes.jsa"));
        try (Stream<Path> kept = Files.list(home.resolve("data"))) {
            assertEquals(keeps ? 1 : 0,
                    kept.filter(file -> file.getFileName().toString().matches("classes-.+\\.jsa")).count());
        }
        open(100, 30, "");
        assertTrue(screen().startsWith("Hawser "), "Java said something");
        listActive();
        type("C-d");
        see(screen -> tmux("list-sessions").contains("no server"));
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
        type("echo begun; sleep 10000", "Enter");
        see(screen -> screen.contains("\nbegun\n"));
        type("C-c"); // once: a second one would take away what is typed next
        see(screen -> screen.split("interrupted\n", -1).length > 2); // said by the command and by the shell
        type("echo still here", "Enter");
        see(screen -> screen.contains("\nstill here\n"));
    }

    private void showsChannelsLiveUntilItIsQuit() throws Exception {
        type("channel:top --interval 50", "Enter");
        see(screen -> screen.startsWith("channels by messages") && screen.contains("\u2581\u2581\u2581"));
        type("b");
        see(screen -> screen.startsWith("channels by bytes"));
        tmux("resize-window", "-x", "60", "-y", "10");
        see(screen -> screen.startsWith("channels by bytes   q quit   sort: n m b") && screen.contains("TREND")
                && !screen.contains("CPU"));
        type("q");
        see(screen -> screen.contains("still here"));
    }

    private void fitsATableToATerminalThatWasMadeNarrower() throws Exception {
        tmux("resize-window", "-x", "40", "-y", "30");
        type("clear; plugin:list", "Enter");
        see(screen -> screen.contains("NAME         echo\nVERSION      1.0.0\n"));
    }

    @Test
    void shouldStayUsableWhateverIsWatchedStreamedAndKilled() throws Exception {
        open(100, 30, "");
        listActive();

        showsTrafficOfOthersUntilItIsInterrupted();
        repeatsACommandUntilItIsInterrupted();
        installsAPluginAndHasItRunInAProcessOfItsOwn();
        interruptsAFastStream();
        saysThatAProcessDiedInTheMiddleOfAStream();
        showsChannelsOnFortyColumns();
    }

    private void showsTrafficOfOthersUntilItIsInterrupted() throws Exception {
        type("event:watch echo:message:send", "Enter");
        see(screen -> {
            hawser("-c", "event:send echo:message:send seen");
            return screen().contains("echo:message:send  hawser  seen  ->  seen");
        });
        interrupt();
    }

    private void repeatsACommandUntilItIsInterrupted() throws Exception {
        type("watch --interval 50 plugin:list", "Enter");
        see(screen -> screen.startsWith("NAME ") && screen.contains("ACTIVE"));
        interrupt();
    }

    private void installsAPluginAndHasItRunInAProcessOfItsOwn() throws Exception {
        type("clear; plugin:install examples/hawser.plugin.sour", "Tab", "Enter");
        see(screen -> screen.contains("source is ACTIVE"));
        type("config:set hawser.plugin~source execution process", "Enter");
        see(screen -> screen.contains("execution=process (was not configured)"));
        see(screen -> hawser("-c", "plugin:list --json").output().contains("\"process\""));
    }

    private void interruptsAFastStream() throws Exception {
        stream();
        interrupt();
    }

    /** A number stands before each item; when there are thousands it has been going on. */
    private void stream() throws Exception {
        type("clear; event:stream source:chunks:read '1000000000 16'", "Enter");
        see(screen -> screen.lines().anyMatch(line -> line.matches("\\d{4,}  .*")));
    }

    private void saysThatAProcessDiedInTheMiddleOfAStream() throws Exception {
        stream();
        long server = Long.parseLong(Files.readAllLines(home.resolve("data/hawser.pid")).get(0));
        try (Stream<ProcessHandle> children = ProcessHandle.of(server).orElseThrow().children()) {
            children.filter(child -> child.info().commandLine().orElse("").contains("hawser-runner"))
                    .forEach(ProcessHandle::destroyForcibly);
        }
        see(screen -> screen.contains("PLUGIN_CRASHED: plugin source has crashed: its process died of SIGKILL"));
        type("plugin:list", "Enter");
        see(screen -> {
            type("clear; plugin:list", "Enter");
            return screen.contains("source") && !screen.contains("CRASHED") && !screen.contains("RESTARTING");
        });
    }

    private void showsChannelsOnFortyColumns() throws Exception {
        tmux("resize-window", "-x", "40", "-y", "12");
        type("clear; channel:top --interval 50", "Enter");
        see(screen -> screen.startsWith("channels by messages   q quit   sort: n"));
        type("q");
        livesOn();
    }

    private void interrupt() throws Exception {
        type("C-c");
        see(screen -> screen.contains("interrupted"));
        livesOn();
    }

    private void livesOn() throws Exception {
        type("clear; echo still here", "Enter");
        see(screen -> screen.startsWith("still here\n" + PROMPT));
    }

    /** Most of it is still being started then. */
    @Test
    void shouldEndWellWhenItIsLeftAtTheFirstPrompt() throws Exception {
        Files.writeString(home.resolve("begin"), "bin/hawser 2> terminal.err; echo \"ended $?\" >> terminal.err\n");
        tmux("new-session", "-d", "-x", "100", "-y", "30", "cd '" + home + "' && sh ./begin");
        see(screen -> screen.contains(PROMPT));

        type("C-d");

        see(screen -> tmux("list-sessions").contains("no server"));
        String said = Files.readString(home.resolve("terminal.err"));
        assertTrue(said.endsWith("ended 0\n"), said);
    }

    @Test
    void shouldUseNoColoursWhenToldSo() throws Exception {
        open(100, 30, "NO_COLOR=1");
        listActive();

        assertFalse(tmux("capture-pane", "-p", "-e").contains("\u001b["));
    }
}
