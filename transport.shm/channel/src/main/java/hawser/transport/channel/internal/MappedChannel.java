// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Claim;
import hawser.transport.channel.MessageHandler;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SendResult;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The renderer's end of a channel over a mapped segment. */
final class MappedChannel implements SharedMemoryChannel {
    /*
     * Producers need no lock: each offer pins the memory. Closing, in this order: it is marked closed; the queue's
     * thread ends; reading stops, which waits for a handler; the memory goes when the last pin is gone. A handler that
     * closes its own channel ends the reading when it has returned, and the memory with it.
     */
    private final String name;
    private final ChannelSizes sizes;
    private final ChannelOptions options;
    private final Segment segment;
    private final Pins pins;
    private final RingMemory toNative;
    private final RingMemory toRenderer;
    private final RingMemory side;
    private final RingProducer producer;
    private final Inbox inbox;
    private final SendQueue queue;
    private final Consumer<? super MappedChannel> onClose;
    private volatile Reading reading;
    private ChannelInfo last;

    MappedChannel(String name, ChannelSizes sizes, ChannelOptions options, Consumer<? super MappedChannel> onClose) {
        this.name = Objects.requireNonNull(name, "name");
        this.sizes = sizes;
        this.options = options;
        this.segment = Segment.create(name, sizes);
        this.pins = segment.pins();
        this.toNative = segment.toNative();
        this.toRenderer = segment.toRenderer();
        this.side = segment.side();
        this.producer = RingProducer.of(toNative, segment.reservationToNative());
        this.inbox = new Inbox(toRenderer, side, pins);
        this.queue = new SendQueue(name, new RingOutlet(producer), options);
        this.onClose = onClose;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChannelSizes sizes() {
        return sizes;
    }

    @Override
    public int maxPayload() {
        return producer.maxPayload();
    }

    @Override
    public int descriptor() {
        return segment.descriptor();
    }

    @Override
    public long length() {
        return segment.length();
    }

    @Override
    public long offer(int type, long correlation, long deadlineMs, int key, ByteBuffer payload) {
        if (!pins.pin()) {
            return CLOSED;
        }
        try {
            return producer.offer(type, correlation, deadlineMs, key, payload);
        } finally {
            pins.unpin();
        }
    }

    @Override
    public Claim newClaim() {
        return new RingClaim(producer, pins);
    }

    @Override
    public long claim(Claim claim, int length) {
        if (claim instanceof RingClaim own && own.isOf(producer)) {
            return own.open(length);
        }
        throw new IllegalArgumentException("a claim of this channel is required: name=" + name);
    }

    @Override
    public SendResult send(ByteBuffer message) {
        return queue.send(message);
    }

    @Override
    public CompletionStage<Void> sendDirect(ByteBuffer message, Duration timeout) {
        return queue.sendDirect(message, timeout, false);
    }

    @Override
    public CompletionStage<Void> sendDirectUntilConsumed(ByteBuffer message, Duration timeout) {
        return queue.sendDirect(message, timeout, true);
    }

    @Override
    public void startReceiving(MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        startReceiving((type, correlation, key, payload) -> {
            if (isMessage(type)) {
                handler.onMessage(payload);
            }
        });
    }

    /** The others say that there is no message. */
    private static boolean isMessage(int type) {
        return type != RecordType.NO_RESPONSE && type != RecordType.BACK_PRESSURED && type != RecordType.TOO_LARGE;
    }

    @Override
    public synchronized void startReceiving(RecordHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (reading != null || last != null) {
            throw new IllegalStateException("a channel that is open and does not receive is required: name=" + name);
        }
        reading = new Reading(name, inbox, handler, options.idle());
        reading.start();
    }

    @Override
    public void stopReceiving() {
        Reading stopping = reading;
        if (stopping != null) {
            stopping.stop(() -> ended(stopping));
        }
    }

    private synchronized void ended(Reading stopped) {
        if (reading == stopped) {
            reading = null;
        }
    }

    @Override
    public boolean awaitWhile(BooleanSupplier unanswered, long deadlineNs) {
        Reading current = reading;
        if (current == null) {
            throw new IllegalStateException("a channel that receives is required: name=" + name);
        }
        return current.awaitWhile(unanswered, deadlineNs);
    }

    @Override
    public void onMessageQueueEmpty(Runnable action) {
        queue.onEmpty(Objects.requireNonNull(action, "action"));
    }

    @Override
    public void queueUpdateThrottle(Duration interval) {
        queue.throttle(interval);
    }

    /** The native end of a ring wakes its peer. */
    @Override
    public void checkIntervals(Duration fast, Duration slow) {
        Objects.requireNonNull(fast, "fast");
        Objects.requireNonNull(slow, "slow");
    }

    @Override
    public synchronized ChannelInfo info() {
        return last != null ? last
                : new ChannelInfo(name, "ring", sizes, toNative.counts(), toRenderer.counts().plus(side.counts()));
    }

    @Override
    public long discarded() {
        return queue.discarded();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (last != null) {
                return;
            }
            last = info();
        }
        queue.close();
        onClose.accept(this);
        Reading current = reading;
        if (current == null) {
            segment.close();
        } else {
            current.stop(() -> {
                current.drain();
                segment.close();
            });
        }
    }
}
