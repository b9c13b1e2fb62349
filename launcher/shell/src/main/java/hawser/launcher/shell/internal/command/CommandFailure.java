// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

/** A command that cannot do what it was asked for. It prints as its message, which says what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure in words.
     *
     * @param message what was required, what was found, what to do
     */
    public CommandFailure(String message) {
        super(message);
    }

    /**
     * A failure in words, for something that failed underneath.
     *
     * @param message what was required, what was found, what to do
     * @param cause for the log
     */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The shell prints failures so: whoever typed the command does not care for the name of a class. */
    @Override
    public String toString() {
        return getMessage();
    }
}
