// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

/** A plugin could not be loaded, started or found. The message says what was required, what was found, what to do. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure with its reason.
     *
     * @param message what was required, what was found, what to do
     */
    public PluginException(String message) {
        super(message);
    }

    /**
     * A failure with its reason and cause.
     *
     * @param message what was required, what was found, what to do
     * @param cause what failed underneath
     */
    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
