// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

/** An instance runs in the folder, but this process cannot talk to it. */
final class NoAnswerException extends LaunchException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, Throwable cause) {
        super(ExitCodes.NOT_STARTED, message, cause);
    }

    /** Of one that is too slow, is suspended, or hangs. */
    static NoAnswerException silent(long pid, Throwable cause) {
        return new NoAnswerException("the instance, process " + pid
                + ", does not answer; if it never does, end it by: kill -9 " + pid, cause);
    }

    /** Of one that another user has started. */
    static NoAnswerException foreign(long pid, String user, Throwable cause) {
        return new NoAnswerException("the instance, process " + pid + ", belongs to user " + user
                + "; ask them, or use it by: sudo -u " + user + " bin/hawser", cause);
    }
}
