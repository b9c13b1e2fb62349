// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.command.Progress;
import hawser.launcher.shell.internal.command.Screen;
import hawser.launcher.shell.internal.command.TextTable;
import hawser.launcher.shell.internal.control.Readiness;
import hawser.launcher.shell.internal.help.CommandSpecs;
import hawser.launcher.shell.internal.help.FailureText;
import hawser.launcher.shell.internal.help.NameSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.ParsedLineImpl;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.jline.builtins.Completers;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A session at a terminal, from the first prompt to the end of its input. Run by one thread. */
final class Console {
    private static final String RED = "\u001b[31m";
    private static final String OFF = "\u001b[0m";
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Terminal terminal;
    private final CommandSession session;
    private final boolean color;
    private final Readiness readiness;
    private final LineReader reader;
    private boolean waited;
    private volatile boolean interrupted;
    private volatile boolean closed;

    /**
     * Begins a session.
     *
     * @param terminal where it is held; closed by whoever opened it
     * @param processor of commands
     * @param names for completion
     * @param color whether colours may be used
     * @param readiness what the first command waits for
     * @param prompting run when a prompt is about to be drawn
     */
    Console(Terminal terminal, CommandProcessor processor, NameSource names, boolean color,
            Readiness readiness, Runnable prompting) {
        this.terminal = terminal;
        this.color = color;
        this.readiness = readiness;
        PrintStream error = new PrintStream(new PlainErrors(terminal.output()), true, StandardCharsets.UTF_8);
        this.session = new TerminalSession((CommandProcessorImpl) processor, terminal.input(), terminal.output(),
                error);
        prepare(processor);
        this.reader = reader(names);
        reader.getWidgets().put(LineReader.CALLBACK_INIT, () -> {
            prompting.run();
            return true;
        });
        session.put(Shell.VAR_READER, reader);
    }

    private void prepare(CommandProcessor processor) {
        session.put("SCOPE", "gogo:hawser:*");
        session.put(Screen.COLOR, color);
        session.put(Progress.OUTPUT, new PrintStream(terminal.output(), true, StandardCharsets.UTF_8));
        session.put(Shell.VAR_TERMINAL, terminal);
        session.put(Shell.VAR_PROCESSOR, processor);
        session.put(Shell.VAR_SESSION, session);
        session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
        session.put("#TERM", (Function) (any, arguments) -> terminal.getType());
        session.put("#COLUMNS", (Function) (any, arguments) -> terminal.getWidth());
        session.put("#LINES", (Function) (any, arguments) -> terminal.getHeight());
        session.put("#PWD", (Function) (any, arguments) -> any.currentDir().toString());
    }

    private LineReader reader(NameSource names) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .variables(((CommandSessionImpl) session).getVariables())
                .completer(new CommandCompleter(new CommandSpecs(session), names,
                        new Completers.FileNameCompleter()))
                .parser(new Parser())
                .expander(new Expander(session));
        if (color) {
            builder.highlighter(new Highlighter(session));
        }
        LineReader made = builder.build();
        made.setOpt(LineReader.Option.AUTO_FRESH_LINE);
        made.setOpt(LineReader.Option.AUTO_GROUP);
        return made;
    }

    /** Says something, before all else. */
    void greet(String text) {
        show(new TextTable(new Screen(terminal.getWidth(), false)).prose(text));
    }

    /** Runs a file of commands as if they were typed. */
    void source(Path profile) {
        try {
            session.put("0", profile.toUri());
            session.execute(Files.readString(profile));
        } catch (Exception e) { // a profile that fails must not keep the shell from its user
            complain(FailureText.of(e, "", new CommandSpecs(session)) + " (" + profile + ")");
        } finally {
            session.put("0", null);
        }
    }

    /** Reads and runs lines until the input ends or this is closed. */
    void run() {
        terminal.handle(Terminal.Signal.INT, signal -> interruptJob());
        terminal.handle(Terminal.Signal.TSTP, signal -> suspendJob());
        try {
            while (!closed) {
                readAndRun();
            }
        } catch (EndOfFileException e) {
            saveHistory();
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            } // the terminal was closed just before it was read again
        }
    }

    private void readAndRun() {
        try {
            reader.readLine(Shell.getPrompt(session), Shell.getRPrompt(session), (Character) null, null);
        } catch (UserInterruptException e) {
            return; // Ctrl-C drops the line
        }
        if (reader.getParsedLine() instanceof ParsedLineImpl line && !line.program().tokens().isEmpty()) {
            run(line);
            awaitJob();
        }
    }

    private void run(ParsedLineImpl line) {
        interrupted = false;
        Set<Thread> before = pipes();
        try {
            awaitReady();
            // A captured output is no terminal to Gogo's commands, which then use no colours.
            Channel output = color ? null : new KeptChannel(terminal.output());
            session.put(Shell.VAR_RESULT, new Statements(session, line.program()).run(output, this::show));
        } catch (Exception e) { // whatever a command throws is its answer
            session.put(Shell.VAR_EXCEPTION, e);
            if (interrupted) {
                awaitEnd(before);
            }
            complain(FailureText.of(e, line.program().toString(), new CommandSpecs(session)));
        }
        terminal.flush();
    }

    private void show(CharSequence text) {
        terminal.writer().println(text);
        terminal.flush();
    }

    private void complain(String text) {
        terminal.writer().println(color ? RED + text + OFF : text);
        terminal.flush();
    }

    /** Once. Ctrl-C ends this wait too, and if it was for plugins only, who typed it need not wait for them again. */
    private void awaitReady() throws InterruptedException {
        if (waited) {
            return;
        }
        Thread self = Thread.currentThread();
        Terminal.SignalHandler jobs = terminal.handle(Terminal.Signal.INT, signal -> self.interrupt());
        Progress progress = new Progress(new PrintStream(terminal.output(), true, StandardCharsets.UTF_8),
                terminal.getWidth(), () -> readiness.isStarted() ? "Plugins are being loaded; Ctrl-C: do not wait"
                        : "Hawser is starting");
        try {
            boolean isReady = progress.during(readiness::await);
            waited = true;
            if (!isReady) {
                complain(readiness.excess());
            }
        } finally {
            waited |= readiness.isStarted();
            terminal.handle(Terminal.Signal.INT, jobs);
        }
    }

    private void interruptJob() {
        Job job = session.foregroundJob();
        if (job != null) {
            interrupted = true;
            job.interrupt();
        }
    }

    private void suspendJob() {
        Job job = session.foregroundJob();
        if (job != null) {
            job.suspend();
        }
    }

    /** What an interrupted command says last is seen before the next prompt, if it heeds the interrupt. */
    private void awaitEnd(Set<Thread> before) {
        long deadlineNs = System.nanoTime() + LAST_WORDS_NS;
        Set<Thread> left = pipes();
        left.removeAll(before);
        while (left.stream().anyMatch(Console::isPipe) && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /** Gogo does not wait for the threads of what it interrupts; it names them so while they run a command. */
    private static boolean isPipe(Thread thread) {
        return thread.isAlive() && thread.getName().startsWith("pipe-");
    }

    private static Set<Thread> pipes() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[2 * all.activeCount()];
        return Arrays.stream(threads, 0, all.enumerate(threads)).filter(Console::isPipe)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void awaitJob() {
        for (Job job = session.foregroundJob(); job != null && !closed; job = session.foregroundJob()) {
            synchronized (job) {
                try {
                    if (job.status() == Job.Status.Foreground) {
                        job.wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    closed = true;
                }
            }
        }
    }

    private void saveHistory() {
        try {
            reader.getHistory().save();
        } catch (IOException e) {
            complain("the history cannot be saved: " + e.getMessage());
        }
    }

    /** Makes {@link #run} return, after the terminal is closed. From any thread. */
    void close() {
        closed = true;
        session.close();
    }
}
