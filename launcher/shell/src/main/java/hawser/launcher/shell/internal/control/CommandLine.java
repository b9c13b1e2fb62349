// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.shell.internal.control.RequestHandler.Running;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.felix.gogo.runtime.Closure;
import org.apache.felix.gogo.runtime.CommandProxy;
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
            error.println(message(e));
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

    private String message(Throwable failure) {
        if (failure instanceof InvocationTargetException && failure.getCause() != null) {
            return failure.getCause().toString();
        }
        return Usage.refused(failure).flatMap(this::usage)
                .orElse(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }

    /** Several scopes may have the command: the one that was typed counts, else the one that Gogo finds first. */
    private Optional<String> usage(String name) {
        Collection<?> known = (Collection<?>) session.get(CommandSessionImpl.COMMANDS);
        return known.stream().map(Object::toString).filter(command -> command.endsWith(":" + name))
                .max(Comparator.comparing(text::contains))
                .flatMap(command -> session.get(command) instanceof CommandProxy proxy
                        ? Optional.of(usage(command, proxy)) : Optional.empty());
    }

    private static String usage(String command, CommandProxy proxy) {
        try {
            return Usage.of(command, proxy.getTarget().getClass());
        } finally {
            proxy.ungetTarget();
        }
    }
}
