// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.shell.internal.console.KeptChannel;
import hawser.launcher.shell.internal.console.Statements;
import hawser.launcher.shell.internal.control.RequestHandler.Running;
import hawser.launcher.shell.internal.help.CommandSpecs;
import hawser.launcher.shell.internal.help.FailureText;
import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;

/** One command line, or one script, in its session. */
final class CommandLine implements Running {
    /** The session's variable for the exit code that its command asked for. */
    static final String EXIT_CODE = ".hawser.exit.code";
    private static final int FAILED = 1;

    private final CommandSession session;
    private final String text;
    private final String script;
    private final PrintStream output;
    private final PrintStream error;
    private volatile int jobError;

    /**
     * Keeps what is to be run.
     *
     * @param session closed after the run
     * @param text of the statements
     * @param script its name, for messages; empty for a command line
     * @param output gets results
     * @param error gets the failure
     */
    CommandLine(CommandSession session, String text, String script, PrintStream output, PrintStream error) {
        this.session = session;
        this.text = text;
        this.script = script;
        this.output = output;
        this.error = error;
        session.setJobListener((job, previous, current) -> note(job, current));
    }

    @Override
    public int run() {
        Statements statements = null;
        try {
            statements = new Statements(session, text);
            // a captured output is no terminal to Gogo, which takes every other for one
            statements.run(new KeptChannel(output), output::println);
            return exitCode(jobError);
        } catch (Exception e) { // whatever a command throws is its answer
            error.println(place(statements) + FailureText.of(e, text, new CommandSpecs(session)));
            return exitCode(FAILED);
        } finally {
            session.close();
        }
    }

    private String place(Statements statements) {
        if (script.isEmpty()) {
            return "";
        }
        return statements == null ? script + ": " : script + ", line " + statements.line() + ": ";
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

    private void note(Job job, Job.Status status) {
        if (status == Job.Status.Done && job.parent() == null && job.result() != null) {
            jobError = job.result().error();
        }
    }
}
