// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.shell.internal.control.RequestHandler.Running;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.gogo.runtime.Closure;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;

/** One command line in its session. */
final class CommandLine implements Running {
    private static final int FAILED = 1;

    private final CommandSession session;
    private final String text;
    private final PrintStream output;
    private final PrintStream error;
    private volatile int jobError;

    CommandLine(CommandSession session, String text, PrintStream output, PrintStream error) {
        this.session = session;
        this.text = text;
        this.output = output;
        this.error = error;
        session.setJobListener((job, previous, current) -> note(job, current));
    }

    @Override
    public int run() {
        try {
            Object result = execute();
            if (result != null) {
                output.println(session.format(result, Converter.INSPECT));
            }
            return jobError;
        } catch (Exception e) { // whatever a command throws is its answer
            error.println(message(e));
            return FAILED;
        } finally {
            session.close();
        }
    }

    @Override
    public void cancel() {
        Job job = session.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
    }

    /** A captured output is no terminal, which Gogo takes every other for: no colours, no asking for the width. */
    private Object execute() throws Exception {
        if (session instanceof CommandSessionImpl gogo) {
            return new Closure(gogo, null, text).execute(gogo, null, new KeptChannel(output));
        }
        return session.execute(text);
    }

    private void note(Job job, Job.Status status) {
        if (status == Job.Status.Done && job.parent() == null && job.result() != null) {
            jobError = job.result().error();
        }
    }

    private String message(Exception failure) {
        if (failure instanceof CommandNotFoundException missing) {
            return "no such command: " + missing.getCommand() + suggestion(missing.getCommand());
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private String suggestion(String name) {
        List<String> near = NearNames.of(name, commands(name.indexOf(':') >= 0));
        return near.isEmpty() ? "; help lists all" : "; did you mean " + String.join(" or ", near) + "?";
    }

    private Collection<String> commands(boolean scoped) {
        return ((Collection<?>) session.get(CommandSessionImpl.COMMANDS)).stream().map(Object::toString)
                .map(name -> scoped ? name : name.substring(name.indexOf(':') + 1)).collect(Collectors.toSet());
    }
}
