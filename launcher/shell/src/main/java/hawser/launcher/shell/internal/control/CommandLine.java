// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.shell.internal.console.KeptChannel;
import hawser.launcher.shell.internal.control.RequestHandler.Running;
import hawser.launcher.shell.internal.help.CommandSpecs;
import hawser.launcher.shell.internal.help.FailureText;
import java.io.PrintStream;
import org.apache.felix.gogo.runtime.Closure;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;

/** One command line in its session. */
final class CommandLine implements Running {
    /** The session's variable for the exit code that its command asked for. */
    static final String EXIT_CODE = ".hawser.exit.code";
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
            return exitCode(jobError);
        } catch (Exception e) { // whatever a command throws is its answer
            error.println(FailureText.of(e, text, new CommandSpecs(session)));
            return exitCode(FAILED);
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

    private int exitCode(int otherwise) {
        return session.get(EXIT_CODE) instanceof Integer asked ? asked : otherwise;
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
}
