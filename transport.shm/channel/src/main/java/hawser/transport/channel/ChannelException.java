// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/** A channel could not be made or joined. The message says what was required and what was found. */
public final class ChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure with its reason.
     *
     * @param message what was required and what was found
     */
    public ChannelException(String message) {
        super(message);
    }
}
