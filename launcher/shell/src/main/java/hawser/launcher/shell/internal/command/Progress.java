// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;

/**
 * A line at the terminal that says how far long work is, while it goes on. It comes when the work takes longer than a
 * moment, and is gone when this is closed. Where there is no terminal, there is nothing.
 */
public final class Progress implements AutoCloseable {
    /** The session's variable for the terminal's stream, which a program that reads the answer does not read. */
    public static final String OUTPUT = ".hawser.progress";
    private static final long FIRST_MS = 400;
    private static final long NEXT_MS = 200;
    private static final int USUAL_WIDTH = 80;
    private static final String BEGIN = "\r";
    private static final String REST = "\u001b[K";

    private final PrintStream output;
    private final int columns;
    private final Supplier<String> text;
    private final long firstMs;
    private final long begunNs = System.nanoTime();
    private final Thread thread = new Thread(this::run, "hawser-progress");
    private boolean closed;

    /**
     * Begins.
     *
     * @param output of the terminal; null if there is none
     * @param columns of the terminal
     * @param text what is being done, asked for again and again
     */
    public Progress(PrintStream output, int columns, Supplier<String> text) {
        this(output, columns, text, FIRST_MS);
    }

    /** The same, that comes after so many milliseconds. */
    Progress(PrintStream output, int columns, Supplier<String> text, long firstMs) {
        this.output = output;
        this.columns = columns > 0 ? columns : USUAL_WIDTH;
        this.text = text;
        this.firstMs = firstMs;
        if (output != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * {@return one that has begun, at the terminal of a session}
     *
     * @param session of whoever waits
     * @param text what is being done, asked for again and again
     */
    static Progress of(CommandSession session, Supplier<String> text) {
        int columns = session.get("COLUMNS") instanceof Number width ? width.intValue() : 0;
        return new Progress(session.get(OUTPUT) instanceof PrintStream terminal ? terminal : null, columns, text);
    }

    /**
     * Work that can fail.
     *
     * @param <T> what comes of it
     * @param <E> how it fails
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /** {@return what comes of it} */
        T get() throws E;
    }

    /**
     * Does the work, and is closed.
     *
     * @param <T> what comes of it
     * @param <E> how it fails
     * @param work on the calling thread
     * @return what came of it
     * @throws E as the work does
     */
    public <T, E extends Exception> T during(Work<T, E> work) throws E {
        try (this) {
            return work.get();
        }
    }

    private synchronized void run() {
        try {
            if (!closed) { // the work may be done before this thread runs: nobody would wake it
                wait(firstMs);
            }
            if (closed) {
                return;
            }
            while (!closed) {
                print(BEGIN + line() + REST);
                wait(NEXT_MS);
            }
            print(BEGIN + REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A line that is as wide as the terminal would begin another. */
    private String line() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNs);
        String line = Cells.text(text.get()) + "  " + seconds + " s";
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    private void print(String what) {
        output.print(what);
        output.flush();
    }

    /** Returns when the line is gone. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = Thread.interrupted(); // what is printed next must not meet the line
        try {
            if (output != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
