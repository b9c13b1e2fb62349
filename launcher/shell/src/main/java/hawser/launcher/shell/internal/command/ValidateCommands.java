// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code plugin:validate}: the SDK's validator, run from here. */
@Component(service = ValidateCommands.class)
@GogoCommand(scope = "plugin", function = "validate")
public final class ValidateCommands {
    private static final Logger LOG = LoggerFactory.getLogger(ValidateCommands.class);
    private static final int BROKEN = 1;

    private final Path runner;

    @Activate
    public ValidateCommands(BundleContext context) {
        runner = Path.of(String.valueOf(context.getProperty("hawser.home"))).resolve("sdk/bin/hawser-runner");
    }

    /**
     * Asks a library whether it keeps the rules for plugins.
     *
     * @param session whose folder the file is in, and who sees what comes of it
     * @param json for programs
     * @param strictness which rules are asked
     * @param seed of the messages
     * @param event what a plugin that is told events is told
     * @param file the library
     * @throws IOException if the validator cannot be run
     * @throws InterruptedException if the command is
     */
    @Descriptor("asks a library, in processes of its own, whether it keeps the rules for plugins; nothing is installed")
    @Example({"plugin:validate deploy/libecho.so", "plugin:validate --strictness 8 libecho.so",
        "plugin:validate --event kv:value:get libkv.so", "plugin:validate --json libecho.so"})
    public void validate(CommandSession session,
            @Descriptor("print a JSON object")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("N: 1 to 10; which rules are asked, and how many messages are tried; otherwise 5")
            @Parameter(names = "--strictness", absentValue = "5") int strictness,
            @Descriptor("N: the same messages as in another run, which has told its seed")
            @Parameter(names = "--seed", absentValue = "-1") long seed,
            @Descriptor("NAME: the event that a plugin with hawser.request/1 or hawser.stream/1 is told")
            @Parameter(names = "--event", absentValue = "") String event,
            @Descriptor("FILE: the library") @Candidates(Candidates.FILE) String file)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program(), "--validate",
                session.currentDir().resolve(file).toString(), "--strictness", Integer.toString(strictness)));
        if (json) {
            command.add("--json");
        }
        if (seed >= 0) {
            command.addAll(List.of("--seed", Long.toString(seed)));
        }
        if (!event.isEmpty()) {
            command.addAll(List.of("--event", event));
        }
        int code = run(command, session.getConsole());
        if (code != 0) {
            throw new CommandFailure(code == BROKEN ? file + " breaks a rule" : file + " could not be validated");
        }
    }

    private String program() {
        if (!Files.isExecutable(runner)) {
            throw new CommandFailure("a validator needs the SDK of this distribution: " + runner + " is not there");
        }
        return runner.toString();
    }

    /** Its output is shown as it comes, by another thread, as a read cannot be interrupted; Ctrl-C ends it. */
    private static int run(List<String> command, PrintStream console) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HAWSER_PROGRAM", "bin/hawser validate");
        Process process = builder.start();
        Thread shower = new Thread(() -> show(process.getInputStream(), console), "hawser-validate");
        shower.setDaemon(true);
        shower.start();
        try {
            shower.join(); // until the end of the output, which is the process's
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    private static void show(InputStream output, PrintStream console) {
        byte[] some = new byte[4096];
        try (output) {
            for (int length = output.read(some); length > 0; length = output.read(some)) {
                console.write(some, 0, length);
                console.flush();
            }
        } catch (IOException e) {
            LOG.debug("the validator was ended: {}", e.getMessage());
        }
    }
}
