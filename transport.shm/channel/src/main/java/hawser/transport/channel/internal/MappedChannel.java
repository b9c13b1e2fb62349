// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Claim;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.MessageHandler;
import hawser.transport.channel.Offering;
import hawser.transport.channel.OpenClaim;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The renderer's end of a channel over a mapped segment. Producers need no lock: each offer pins the memory. */
final class MappedChannel extends QueuedChannel implements SharedMemoryChannel {
    private final ChannelOptions options;
    private final Segment segment;
    private final Pins pins;
    private final RingMemory toNative;
    private final RingMemory toRenderer;
    private final RingMemory side;
    private final RingProducer producer;
    private final Burst burst;
    private final Credits credits;
    private final Inbox inbox;
    private volatile Reading reading;

    private MappedChannel(String name, ChannelSizes sizes, ChannelOptions options, Segment segment,
            RingProducer producer, Consumer<? super MessageChannel> onClose) {
        super(name, sizes, new SendQueue(name, new RingOutlet(producer), options), new Failure(name), onClose);
        this.options = options;
        this.segment = segment;
        this.pins = segment.pins();
        this.toNative = producer.ring;
        this.toRenderer = segment.toRenderer();
        this.side = segment.side();
        this.producer = producer;
        this.burst = new Burst(producer);
        this.credits = segment.credits();
        this.inbox = new Inbox(toRenderer, side, pins);
    }

    /** Makes one in new memory; {@code onClose} hears when it ends. */
    static MappedChannel create(String name, ChannelSizes sizes, ChannelOptions options,
            Consumer<? super MessageChannel> onClose) {
        Segment segment = Segment.create(Objects.requireNonNull(name, "name"), sizes);
        RingProducer producer = RingProducer.of(segment.toNative(), segment.reservationToNative());
        return new MappedChannel(name, sizes, options, segment, producer, onClose);
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
        Seat seat = pins.pinForOffer();
        if (seat == null) {
            return CLOSED;
        }
        try {
            return told(producer.offer(seat, type, correlation, deadlineMs, key, payload));
        } finally {
            seat.leave();
        }
    }

    @Override
    public long offer(int type, long correlation, long deadlineMs, int key, byte[] payload) {
        Seat seat = pins.pinForOffer();
        if (seat == null) {
            return CLOSED;
        }
        try {
            return told(producer.offer(seat, type, correlation, deadlineMs, key, payload));
        } finally {
            seat.leave();
        }
    }

    @Override
    public int offerAll(int type, int key, ByteBuffer[] payloads, int from, int to) {
        Objects.checkFromToIndex(from, to, payloads.length);
        return offerAll(type, key, Burst.Labels.NONE, payloads, from, to);
    }

    @Override
    public int offerAll(int type, int key, long[] correlations, long[] deadlinesMs, byte[][] payloads, int from,
            int to) {
        Objects.checkFromToIndex(from, to, Math.min(payloads.length, Math.min(correlations.length,
                deadlinesMs.length)));
        return offerAll(type, key, new Burst.Labels(correlations, deadlinesMs), payloads, from, to);
    }

    private int offerAll(int type, int key, Burst.Labels labels, Object[] payloads, int from, int to) {
        Seat seat = pins.pinForOffer();
        if (seat == null) {
            return (int) CLOSED;
        }
        try {
            return (int) told(burst.offer(seat, type, key, labels, payloads, from, to));
        } finally {
            seat.leave();
        }
    }

    @Override
    public long offerUnwoken(int type, long correlation, long deadlineMs, int key, byte[] payload) {
        Seat seat = pins.pinForOffer();
        if (seat == null) {
            return CLOSED;
        }
        try {
            return told(producer.offerUnwoken(seat, type, correlation, deadlineMs, key, payload));
        } finally {
            seat.leave();
        }
    }

    @Override
    public void wake() {
        Seat seat = pins.pin();
        if (seat != null) {
            try {
                producer.wakeConsumer();
            } finally {
                seat.leave();
            }
        }
    }

    @Override
    public void setCredit(long correlation, long limit) {
        Seat seat = pins.pin();
        if (seat != null) {
            try {
                credits.set(correlation, limit);
            } finally {
                seat.leave();
            }
        }
    }

    @Override
    public Claim newClaim() {
        return new RingClaim(producer, pins);
    }

    /** {@return the claims that are open now} */
    List<OpenClaim> openClaims() {
        return producer.claims.open(name);
    }

    @Override
    public long claim(Claim claim, int length) {
        if (!(claim instanceof RingClaim own && own.isOf(producer))) {
            throw new IllegalArgumentException("a claim of this channel is required: name=" + name);
        }
        Seat seat = pins.pinForOffer();
        if (seat == null) {
            return CLOSED;
        }
        try {
            return told(own.open(length));
        } finally {
            seat.leave();
        }
    }

    @Override
    public long offerAlthoughHeld(int type, long correlation, byte[] payload) {
        Seat seat = pins.pin();
        if (seat == null) {
            return CLOSED;
        }
        try {
            return told(producer.offer(Seat.OF_ALL, type, correlation, 0, 0, payload));
        } finally {
            seat.leave();
        }
    }

    @Override
    public Offering beginOffering() {
        return pins.pinForOffer();
    }

    @Override
    public void holdOffers() {
        pins.hold();
    }

    @Override
    public void admitOffers() {
        pins.admit();
    }

    private long told(long code) {
        if (code == POISONED) {
            failure.report(Reason.POISONED, "a ring's positions must be possible to be written further");
        }
        return code;
    }

    @Override
    public void startReceiving(MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        startReceiving(new MessagesOnly(handler));
    }

    @Override
    public synchronized void startReceiving(RecordHandler handler) {
        Objects.requireNonNull(handler, "handler");
        requireIdle(reading);
        reading = new Reading(name, inbox, handler, options.idle(), producer.claims, failure);
        reading.start();
    }

    @Override
    public void stopReceiving() {
        Reading stopping = reading;
        if (stopping != null) {
            stopping.stop(() -> forget(stopping));
        }
    }

    private synchronized void forget(Reading stopped) {
        if (reading == stopped) {
            reading = null;
        }
    }

    @Override
    public boolean awaitWhile(BooleanSupplier unanswered, long deadlineNs) {
        Reading current = reading;
        return current == null ? !unanswered.getAsBoolean() : current.awaitWhile(unanswered, deadlineNs);
    }

    @Override
    public void poll() {
        Reading current = reading;
        if (current == null || current.readOnce()) {
            return;
        }
        Seat seat = pins.pin();
        if (seat != null) {
            inbox.wakeIfAsleep();
            seat.leave();
        }
    }

    /** The native end of a ring wakes its peer. */
    @Override
    public void checkIntervals(Duration fast, Duration slow) {
        Objects.requireNonNull(fast, "fast");
        Objects.requireNonNull(slow, "slow");
    }

    @Override
    ChannelInfo count(ChannelSizes sizes) {
        return new ChannelInfo(name, "ring", sizes, toNative.counts(), toRenderer.counts().plus(side.counts()));
    }

    RingMemory toRenderer() {
        return toRenderer;
    }

    RingMemory side() {
        return side;
    }

    @Override
    public void peerEnded() {
        end(Reason.PEER_ENDED);
    }

    @Override
    void endReading(Reason reason) {
        boolean peerEnded = reason == Reason.PEER_ENDED;
        Reading current = reading;
        if (current == null) {
            finish(peerEnded);
        } else {
            current.stop(() -> {
                current.drain(peerEnded);
                finish(peerEnded);
            });
        }
    }

    private void finish(boolean peerEnded) {
        release();
        if (peerEnded) {
            failure.report(Reason.PEER_ENDED, "the native end had to live as long as its channel; it is gone");
        }
    }

    @Override
    void free() {
        segment.close(producer.claims::abortAll); // what was committed behind them can be read then
    }
}
