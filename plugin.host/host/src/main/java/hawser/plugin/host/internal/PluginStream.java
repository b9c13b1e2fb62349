// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.StreamContext;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.TransportException;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One stream that a plugin produces: its chunks become items, and the room that its consumer makes becomes the plugin's
 * credit. Chunks come on the channel's reading thread, credit from any.
 */
final class PluginStream {
    private final long correlation;
    private final Event<?, ?> event;
    private final StreamContext<Object> context;
    private final SharedMemoryChannel channel;
    private final Runnable whenCancelled;
    /** Of this stream alone; null if it shares the plugin's. */
    private SharedMemoryChannel ownRing;
    /** Nothing is said of its credit any more: it was cancelled, or the entry may be another stream's. */
    private boolean closed;
    private volatile boolean asked;

    /** The plugin need not be told, if it asks for credit before each chunk. */
    PluginStream(long correlation, Event<?, ?> event, StreamContext<Object> context, SharedMemoryChannel channel,
            LongConsumer whenCancelled) {
        this.correlation = correlation;
        this.event = event;
        this.context = context;
        this.channel = channel;
        this.whenCancelled = () -> whenCancelled.accept(correlation);
    }

    /** Before it begins. */
    void useOwnRing(SharedMemoryChannel ring) {
        ownRing = ring;
    }

    Optional<SharedMemoryChannel> ownRing() {
        return Optional.ofNullable(ownRing);
    }

    long correlation() {
        return correlation;
    }

    Event<?, ?> event() {
        return event;
    }

    StreamContext<Object> context() {
        return context;
    }

    /** Whether the plugin was asked for it. */
    void asked(boolean was) {
        asked = was;
    }

    boolean isAsked() {
        return asked;
    }

    /** Gives the first credit. A stream that discards what it has no room for never slows its producer. */
    void begin() {
        if (isSlowed()) {
            context.onCredit(this::giveCredit);
        } else {
            giveCredit(Long.MAX_VALUE);
        }
        context.onCancel(this::cancel);
    }

    private boolean isSlowed() {
        return event.stream().backPressure() == BackPressure.BUFFER;
    }

    private synchronized void giveCredit(long limit) {
        if (!closed) {
            channel.setCredit(correlation, limit);
        }
    }

    /** The plugin is not waited for: what it still sends of this is left out at its own end. */
    void cancel() {
        boolean open;
        synchronized (this) {
            open = !closed;
            giveCredit(SharedMemoryChannel.CANCELLED);
            closed = true;
        }
        if (open) {
            whenCancelled.run();
        }
    }

    synchronized void close() {
        closed = true;
    }

    /** Adds an item, for which the plugin had credit. */
    void add(Object item) {
        if (!isSlowed()) {
            emit(item);
        } else if (!context.tryEmit(item)) {
            fail(TransportException.of(ErrorCode.BACK_PRESSURED,
                    "a chunk needs credit, and the plugin sent one without", event.name()));
        }
    }

    private void emit(Object item) {
        try {
            context.emit(item);
        } catch (TransportException e) {
            fail(e);
        }
    }

    void fail(TransportException reason) {
        context.error(reason);
        cancel();
    }
}
