// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.SendResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A channel whose messages go through a {@link SendQueue}: all but its memory and how that is read. Thread-safe. */
abstract sealed class QueuedChannel implements MessageChannel permits MappedChannel, MailboxChannel {
    /*
     * Ending, in this order: it is marked; the queue's thread ends; whoever listed it forgets it; reading stops, which
     * waits for a handler, and hands over what was committed; its counts are kept; the memory goes. A handler that
     * ends its own channel returns first, and the rest follows on the reader's thread.
     */
    final String name;
    private final ChannelSizes sizes;
    private final SendQueue queue;
    final Failure failure;
    private final Consumer<? super MessageChannel> onClose;
    private boolean ending;
    private ChannelInfo last;

    QueuedChannel(String name, ChannelSizes sizes, SendQueue queue, Failure failure,
            Consumer<? super MessageChannel> onClose) {
        this.name = name;
        this.sizes = sizes;
        this.queue = queue;
        this.failure = failure;
        this.onClose = onClose;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ChannelSizes sizes() {
        return sizes;
    }

    @Override
    public final int maxPayload() {
        return queue.maxPayload();
    }

    @Override
    public final SendResult send(ByteBuffer message) {
        return queue.send(message);
    }

    @Override
    public final CompletionStage<Void> sendDirect(ByteBuffer message, Duration timeout) {
        return queue.sendDirect(message, timeout, false);
    }

    @Override
    public final CompletionStage<Void> sendDirectUntilConsumed(ByteBuffer message, Duration timeout) {
        return queue.sendDirect(message, timeout, true);
    }

    @Override
    public final void onMessageQueueEmpty(Runnable action) {
        queue.onEmpty(Objects.requireNonNull(action, "action"));
    }

    @Override
    public final void onFailure(Consumer<? super ChannelException> action) {
        failure.onFailure(Objects.requireNonNull(action, "action"));
    }

    @Override
    public final void queueUpdateThrottle(Duration interval) {
        queue.throttle(interval);
    }

    @Override
    public final long discarded() {
        return queue.discarded();
    }

    @Override
    public final synchronized ChannelInfo info() {
        return last != null ? last : count(sizes);
    }

    /** Its counts now; under this object's lock, with its memory there. */
    abstract ChannelInfo count(ChannelSizes ofBuffers);

    /** Throws unless it may begin to receive; under this object's lock. */
    final void requireIdle(Object reading) {
        if (reading != null || ending) {
            throw new IllegalStateException("a channel that is open and does not receive is required: name=" + name);
        }
    }

    @Override
    public final void close() {
        end(Reason.CLOSED);
    }

    /** Ends it, once, for that reason: whether this was the call that did. */
    final boolean end(Reason reason) {
        synchronized (this) {
            if (ending) {
                return false;
            }
            ending = true;
        }
        queue.close(reason);
        onClose.accept(this);
        endReading(reason);
        return true;
    }

    /** Stops reading, hands over what was committed, then calls {@link #release()}. */
    abstract void endReading(Reason reason);

    /** Keeps the counts and lets the memory go; nobody reads it any more. */
    final void release() {
        synchronized (this) {
            last = count(sizes);
            free();
        }
    }

    /** Lets the memory go. */
    abstract void free();
}
