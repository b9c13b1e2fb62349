// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.PluginKey;
import hawser.transport.StreamContext;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelException;
import hawser.transport.channel.Offering;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;

/**
 * The streams that a plugin produces. Each has an entry for its credit in the channel, at its correlation; it keeps it
 * until the plugin's end of it has ended, too. Thread-safe.
 */
final class PluginStreams {
    private static final byte[] NOTHING = new byte[0];
    /** Parts the correlations of streams from those of requests. */
    private static final long MARK = 1L << 62;
    private static final int MASK = SharedMemoryChannel.STREAMS - 1;

    private final AtomicReferenceArray<PluginStream> slots = new AtomicReferenceArray<>(SharedMemoryChannel.STREAMS);
    private final AtomicLong sequence = new AtomicLong();
    private final LoadedPlugin driven;
    private final SharedMemoryChannel channel;
    private final HeldKey key;
    private final Payloads payloads;
    private final TypeBytes types;
    private final PluginTarget target;
    private final LongConsumer whenCancelled;
    private final OwnRings rings;

    /** The target says why the plugin is not there, or may not. */
    PluginStreams(LoadedPlugin driven, SharedMemoryChannel channel, HeldKey key, Payloads payloads, TypeBytes types,
            PluginTarget target, OwnRings rings) {
        this.driven = driven;
        this.channel = channel;
        this.key = key;
        this.payloads = payloads;
        this.types = types;
        this.target = target;
        this.rings = rings;
        this.whenCancelled = driven.extensions().contains(Extension.STREAMS)
                ? id -> target.deliveries().deliver(RecordType.STREAM_CANCEL, id, NOTHING) : id -> { };
    }

    static boolean isStream(long correlation) {
        return (correlation & MARK) != 0;
    }

    /** Asks the plugin for a stream: whether its channel took it. What else stands against it is thrown. */
    boolean begin(Event<?, ?> event, Object payload, StreamContext<Object> context) {
        PluginStream stream = open(event, context);
        if (stream == null) {
            throw failure(event, ErrorCode.BACK_PRESSURED, "at most " + SharedMemoryChannel.STREAMS
                    + " streams of plugin " + driven.name() + " may be open and that many are; cancel some");
        }
        try {
            stream.useOwnRing(rings.open(event, stream.correlation(), this::receiveAlone));
            stream.ownRing().ifPresent(ring -> ring.onFailure(broken -> stream.fail(brokenRing(event, broken))));
            stream.begin();
            Object message = encode(event, payload);
            long offered = ask(stream, message);
            if (offered == SharedMemoryChannel.CLOSED) {
                withdraw(stream);
                return false;
            }
            if (offered < 0) {
                throw target.failures().notTaken(event, offered, Payloads.length(message));
            }
        } catch (RuntimeException | Error e) { // an Error, too, may be that of a payload's class
            withdraw(stream);
            throw e;
        }
        driven.committed(RecordType.STREAM, stream.correlation());
        return true;
    }

    private PluginStream open(Event<?, ?> event, StreamContext<Object> context) {
        for (int tries = 0; tries < SharedMemoryChannel.STREAMS; tries++) {
            long number = sequence.incrementAndGet();
            PluginStream stream = new PluginStream(MARK | number, event, context, channel,
                    whenCancelled);
            if (slots.compareAndSet((int) number & MASK, null, stream)) {
                return stream;
            }
        }
        return null;
    }

    private Object encode(Event<?, ?> event, Object payload) {
        return types.mark(event.name(), payload instanceof ByteBuffer ? payload : payloads.encode(event, payload));
    }

    /** What the channel says. */
    private long ask(PluginStream stream, Object message) {
        long deadlineMs = System.currentTimeMillis() + stream.context().remaining().toMillis();
        long code = tryToAsk(stream, message, deadlineMs);
        return code == SharedMemoryChannel.BACK_PRESSURED && driven.makeRoom() ? tryToAsk(stream, message, deadlineMs)
                : code;
    }

    private long tryToAsk(PluginStream stream, Object message, long deadlineMs) {
        try (Offering offering = channel.beginOffering()) {
            long code = offering == null ? SharedMemoryChannel.CLOSED
                    : Payloads.offer(channel, RecordType.STREAM, stream.correlation(), deadlineMs, message);
            stream.asked(code >= 0);
            return code;
        }
    }

    /** The plugin was not asked for it. */
    private void withdraw(PluginStream stream) {
        if (free(stream)) {
            stream.ownRing().ifPresent(ring -> rings.takeBack(stream.correlation(), ring));
        }
    }

    /** What came in a ring of a stream's own. */
    private void receiveAlone(int type, long correlation, int handle, RecordView payload) {
        if (key.isOf(handle)) {
            receive(type, correlation, payload);
        }
    }

    /** What the plugin sent of a stream. */
    void receive(int type, long correlation, RecordView payload) {
        PluginStream stream = slots.get((int) correlation & MASK);
        if (stream == null || stream.correlation() != correlation) {
            return;
        }
        switch (type) {
            case RecordType.STREAM_BEGUN -> stream.context().accept();
            case RecordType.CHUNK -> add(stream, payload);
            case RecordType.STREAM_END -> {
                close(stream);
                stream.context().end();
            }
            case RecordType.FAILED -> {
                close(stream);
                stream.context().error(
                        FailureRecord.read(payload.copy(), stream.event().name(), driven.name()));
            }
            default -> stream.fail(lost(stream.event(), type));
        }
    }

    private void add(PluginStream stream, RecordView payload) {
        PluginKey now = key.key();
        if (!now.mayHandle(stream.event().name())) {
            stream.fail(target.failures().refused(stream.event().name(), now));
            return;
        }
        try {
            rings.note(stream.event(), payload.length());
            byte[] bytes = types.unmark(stream.event().name(), payload.copy());
            stream.add(payloads.decode(stream.event(), bytes));
        } catch (TransportException e) {
            stream.fail(TransportException.of(e.code(), "a chunk of plugin " + driven.name() + ": " + e.getMessage(),
                    stream.event().name(), driven.name(), e));
        }
    }

    private TransportException lost(Event<?, ?> event, int type) {
        return type == RecordType.TOO_LARGE
                ? failure(event, ErrorCode.PAYLOAD_TOO_LARGE, "a chunk of plugin " + driven.name()
                        + " is longer than its channel can carry; raise buffer.to-renderer")
                : failure(event, ErrorCode.BACK_PRESSURED, "a chunk of plugin " + driven.name()
                        + " waited too long for the stream's consumer, which with execution=inline it cannot at all; "
                        + "take items faster, give the stream a larger buffer, or raise send.timeout");
    }

    /** The plugin sends no more of it: its entry is free. */
    private void close(PluginStream stream) {
        if (free(stream)) {
            stream.ownRing().ifPresent(rings::letGo);
        }
    }

    private boolean free(PluginStream stream) {
        stream.close();
        return slots.compareAndSet((int) stream.correlation() & MASK, stream, null);
    }

    /**
     * Fails all that the plugin was asked for and are left; it does not wait for credit any more. Whoever is about to
     * ask hears of that from the channel.
     */
    void failAll() {
        for (int i = 0; i <= MASK; i++) {
            PluginStream stream = slots.get(i);
            if (stream != null && stream.isAsked()) {
                stream.fail(target.failures().over(stream.event()));
            }
        }
    }

    private TransportException brokenRing(Event<?, ?> event, ChannelException broken) {
        return failure(event, ErrorCode.IPC_ERROR, "the ring of a stream of plugin " + driven.name()
                + " must make sense, and was overwritten: " + broken.getMessage());
    }

    private TransportException failure(Event<?, ?> event, ErrorCode code, String message) {
        return TransportException.of(code, message, event.name(), driven.name(), null);
    }
}
