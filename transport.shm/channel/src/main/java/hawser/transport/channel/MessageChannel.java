// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One end of a channel of messages, whatever the layout of its memory. A message is any number of bytes, 0 included, up
 * to {@link #maxPayload()}. Thread-safe. Closing is idempotent and waits for a handler that runs.
 */
@ProviderType
public interface MessageChannel extends AutoCloseable {
    /** How long {@link #sendDirect(ByteBuffer)} may take: 1 s. */
    Duration DIRECT_TIMEOUT = Duration.ofSeconds(1);

    /** {@return as its maker named it} */
    String name();

    /** {@return the sizes of its buffers, as asked for} */
    ChannelSizes sizes();

    /** {@return the longest message that can be sent, in bytes} */
    int maxPayload();

    /**
     * Sends a message behind those sent before. It is copied before this method returns; it never blocks.
     *
     * @param message from its position to its limit; neither is changed
     * @return accepted, or why not; then nothing of it was sent
     */
    SendResult send(ByteBuffer message);

    /**
     * Sends a message behind those sent before. It is copied before this method returns; it never blocks.
     *
     * @param message all of it
     * @return accepted, or why not; then nothing of it was sent
     */
    default SendResult send(byte[] message) {
        return send(ByteBuffer.wrap(message));
    }

    /**
     * Sends a message as soon as there is room, ahead of those that {@link #send} queued, behind other direct ones.
     * Never blocks.
     *
     * @param message from its position to its limit; not copied, and the channel's until the stage completes
     * @param timeout how long it may take in all
     * @return completes when the message is in the channel; fails with a {@link ChannelException} if it never will be
     */
    CompletionStage<Void> sendDirect(ByteBuffer message, Duration timeout);

    /**
     * Sends a message directly, within {@link #DIRECT_TIMEOUT}.
     *
     * @param message from its position to its limit; not copied, and the channel's until the stage completes
     * @return completes when the message is in the channel; fails with a {@link ChannelException} if it never will be
     */
    default CompletionStage<Void> sendDirect(ByteBuffer message) {
        return sendDirect(message, DIRECT_TIMEOUT);
    }

    /**
     * Sends a message directly, and says when the other end has consumed it.
     *
     * @param message from its position to its limit; not copied, and the channel's until the stage completes
     * @param timeout how long sending and consuming may take together
     * @return completes when the message was consumed; fails with a {@link ChannelException} otherwise. After a timeout
     *     the message may have been sent: the failure says so
     */
    CompletionStage<Void> sendDirectUntilConsumed(ByteBuffer message, Duration timeout);

    /**
     * Starts to receive.
     *
     * @param handler gets each message, in order
     * @throws IllegalStateException if it receives already, or the channel is closed
     */
    void startReceiving(MessageHandler handler);

    /**
     * Stops receiving, and waits for a handler that runs, unless that calls this. What arrives from then on stays in
     * the channel. Does nothing if it does not receive.
     */
    void stopReceiving();

    /**
     * Sets what is called whenever every message that was sent has been consumed by the other end; once for each time
     * that there was something to consume. It is called on a thread of the channel and must not block.
     *
     * @param action in place of the one before
     */
    void onMessageQueueEmpty(Runnable action);

    /**
     * Sets what is told if the channel fails, once, on a thread of its own: the other end has broken its memory, has
     * cut its file off, or is gone. It can neither be read nor written then, and is still to be closed, which the
     * action may do. What has happened already is told at once.
     *
     * @param action in place of the one before; gets the reason
     */
    void onFailure(Consumer<? super ChannelException> action);

    /**
     * Spaces the passes in which queued messages go into the channel. While it is not zero, every message of
     * {@link #send} is queued.
     *
     * @param interval from the end of a pass to the start of the next; zero, as it is at first, for none
     */
    void queueUpdateThrottle(Duration interval);

    /**
     * Sets how often a channel looks whose other end wakes nobody; others are woken.
     *
     * @param fast between looks while messages come, 1 ms at first
     * @param slow between looks when none came, 10 ms at first
     */
    void checkIntervals(Duration fast, Duration slow);

    /** {@return its sizes and counts now} */
    ChannelInfo info();

    /** {@return how many messages {@link #close()} discarded: accepted, and not sent yet; 0 while it is open} */
    long discarded();

    /**
     * Stops, delivers what the other end has committed, lets go of the memory, and discards what was not sent: stages
     * fail, {@link #discarded()} counts it.
     */
    @Override
    void close();
}
