// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.util.Objects;

/** What a channel could not do. The message says what was required and what was found. */
public final class ChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of failure. New constants may appear in a minor version. */
    public enum Reason {
        /** The channel could not be made or joined. */
        UNAVAILABLE,
        /** It took longer than it may. */
        TIMEOUT,
        /** The message is longer than {@link MessageChannel#maxPayload()}. */
        TOO_LONG,
        /** The channel is closed, or was closed before it was done. */
        CLOSED,
        /** The other end has broken the channel's memory. */
        POISONED,
        /** The other end is gone. */
        PEER_ENDED,
        /** The memory for the message could not be had. */
        NO_MEMORY
    }

    private final Reason reason;

    /**
     * A channel that could not be made or joined.
     *
     * @param message what was required and what was found
     */
    public ChannelException(String message) {
        this(Reason.UNAVAILABLE, message);
    }

    /**
     * A failure of that kind.
     *
     * @param reason its kind
     * @param message what was required and what was found
     */
    public ChannelException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** {@return its kind} */
    public Reason reason() {
        return reason;
    }
}
