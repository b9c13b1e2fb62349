// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/** What became of a message that was sent. New constants may appear in a minor version. */
public enum SendResult {
    /** It is in the channel or in its queue, and will be delivered in order. */
    ACCEPTED,
    /** Neither the channel nor its queue has room; the message is still the caller's. */
    QUEUE_FULL,
    /** It is longer than {@link MessageChannel#maxPayload()}. */
    TOO_LONG,
    /** The channel is closed. */
    CLOSED,
    /** The other end has broken the channel's memory. */
    POISONED,
    /** The memory for it could not be had. */
    NO_MEMORY
}
