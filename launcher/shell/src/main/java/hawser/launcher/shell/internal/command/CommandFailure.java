// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

/** A command that cannot do what it was asked for. It prints as its message, which says what to do. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The shell prints failures so: whoever typed the command does not care for the name of a class. */
    @Override
    public String toString() {
        return getMessage();
    }
}
