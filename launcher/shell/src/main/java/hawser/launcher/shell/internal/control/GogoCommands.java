// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.shell.internal.command.Progress;
import hawser.launcher.shell.internal.command.Screen;
import hawser.launcher.shell.internal.console.PlainErrors;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/** Runs command lines in Gogo, each in a session of its own. */
final class GogoCommands implements RequestHandler {
    private final CommandProcessor processor;

    GogoCommands(CommandProcessor processor) {
        this.processor = processor;
    }

    @Override
    public Running begin(ControlRequest request, PrintStream output, PrintStream error) {
        CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), output,
                new PrintStream(new PlainErrors(error), true, StandardCharsets.UTF_8));
        session.put("SCOPE", "gogo:hawser:*");
        session.put(Screen.COLOR, request.color());
        if (request.columns() > 0) {
            session.put("COLUMNS", request.columns());
            session.put(Progress.OUTPUT, error);
        }
        if (!request.folder().isEmpty()) {
            session.currentDir(Path.of(request.folder()));
        }
        session.put("args", request.arguments());
        for (int i = 0; i < request.arguments().size(); i++) {
            session.put(Integer.toString(i + 1), request.arguments().get(i));
        }
        return new CommandLine(session, request.argument(), request.script(), output, error);
    }
}
