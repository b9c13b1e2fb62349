// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jline.terminal.Terminal;
import org.osgi.service.component.annotations.Component;

/** {@code watch}: a command's answer, again and again. */
@Component(service = WatchCommands.class)
@GogoCommand(scope = "hawser", function = "watch")
public final class WatchCommands {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String LINE_END = "\u001b[K\n";
    private static final String REST = "\u001b[J";

    /**
     * Runs a command until it is interrupted or fails.
     *
     * @param session of whoever watches
     * @param intervalMs between two runs
     * @param count of runs; negative for all
     * @param words of the command
     * @throws Exception what the command fails with, or that it was interrupted
     */
    @Descriptor("runs a command again and again and shows its answer in the same place; Ctrl-C ends it. A command with "
            + "a pipe stands in quotes")
    @Example({"watch plugin:list", "watch --interval 500 channel:stats echo", "watch 'event:stats | grep kv'"})
    public void watch(CommandSession session,
            @Descriptor("MILLISECONDS: from one run to the next")
            @Parameter(names = "--interval", absentValue = "2000") long intervalMs,
            @Descriptor("N: end after so many")
            @Parameter(names = "--count", absentValue = "-1") long count,
            @Descriptor("COMMAND...: with its arguments") @Candidates(Candidates.COMMAND) String... words)
            throws Exception {
        if (words.length == 0 || intervalMs < 1) {
            throw new CommandFailure("a command and an interval of at least 1 ms are required: interval="
                    + intervalMs + ", command=" + String.join(" ", words));
        }
        Terminal terminal = Process.Utils.current().isTty(1) && session.get(".terminal") instanceof Terminal known
                ? known : null;
        if (terminal != null) {
            show(CLEAR);
        }
        String line = String.join(" ", words);
        for (long run = 1; ; run++) {
            Object answer = session.execute(line);
            show(terminal == null ? text(session, answer, Screen.NONE) + '\n' : onScreen(session, answer, terminal));
            if (run == count) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(intervalMs);
        }
    }

    private static String onScreen(CommandSession session, Object answer, Terminal terminal) {
        boolean color = Boolean.TRUE.equals(session.get(Screen.COLOR));
        return HOME + text(session, answer, new Screen(terminal.getWidth(), color)).lines()
                .limit(Math.max(1, terminal.getHeight() - 1)).collect(Collectors.joining(LINE_END)) + LINE_END + REST;
    }

    private static String text(CommandSession session, Object answer, Screen screen) {
        if (answer instanceof Listing listing) {
            return listing.toTable(screen);
        }
        if (answer instanceof Details details) {
            return details.toTable(screen);
        }
        return answer == null ? "" : session.format(answer, Converter.INSPECT).toString();
    }

    private static void show(String text) {
        Process.Utils.current().out().print(text);
        Process.Utils.current().out().flush();
    }
}
