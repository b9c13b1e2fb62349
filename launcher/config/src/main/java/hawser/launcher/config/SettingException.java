// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config;

/** A setting that is not changed. The message says what was required, what was found, and what holds. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal in words.
     *
     * @param message required, found, to be done
     */
    public SettingException(String message) {
        super(message);
    }

    /**
     * A refusal in words, for something that failed underneath.
     *
     * @param message required, found, to be done
     * @param cause for the log
     */
    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
