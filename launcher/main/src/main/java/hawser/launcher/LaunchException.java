// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

/** Why Hawser could not do what was asked: a message for people, and the exit code of the process. */
class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    LaunchException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    LaunchException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
