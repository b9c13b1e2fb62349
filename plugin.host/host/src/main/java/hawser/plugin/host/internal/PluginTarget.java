// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.PluginKey;
import hawser.transport.StreamContext;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.List;

/** One generation of a plugin: requests go into its channel, answers come out. Thread-safe. */
final class PluginTarget {
    /*
     * Whether it still takes requests costs nothing to know: the channel counts who offers anyway, and refuses offers
     * once they are held. A request that is refused so is not lost: whoever brought it keeps it (SwitchedTarget).
     */
    private static final int MOST_PENDING = 1 << 16;
    private static final long HELP_NS = 50_000;
    private static final byte[] NOTHING = new byte[0];

    private static final VarHandle ANSWERING;

    static {
        try {
            ANSWERING = MethodHandles.lookup().findVarHandle(PluginTarget.class, "answering", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoadedPlugin driven;
    private final String plugin;
    private final List<Event<?, ?>> events;
    private final List<Event<?, ?>> streamEvents;
    private final List<String> names;
    private final PluginStreams streams;
    private final SharedMemoryChannel channel;
    private final HeldKey key;
    private final Payloads payloads;
    private final PendingRequests pending = new PendingRequests(MOST_PENDING);
    private final TypeBytes types;
    private final Deliveries deliveries;
    private final boolean answersLater;
    private final PluginEnvelopes envelopes;
    private final Answers answers = this::end;
    private final LargeRequests largeRequests = new LargeRequests();
    private volatile boolean draining;
    private volatile String crash;
    private volatile boolean broken;
    private volatile String hang;
    /** The reader is within an answer: set before that is taken out, so that whoever finds none left looks at this. */
    private boolean answering;

    PluginTarget(LoadedPlugin driven, List<DeclaredEvent> declared, SharedMemoryChannel channel, HeldKey key,
            Payloads payloads) {
        this.driven = driven;
        this.plugin = driven.name();
        this.events = events(declared, false);
        this.streamEvents = events(declared, true);
        this.names = declared.stream().map(DeclaredEvent::name).toList();
        this.types = new TypeBytes(declared, driven.extensions());
        this.deliveries = new Deliveries(channel, driven);
        this.answersLater = driven.extensions().contains(Extension.REQUESTS);
        this.envelopes = new PluginEnvelopes(declared, this);
        this.streams = new PluginStreams(driven, channel, key, payloads, types, this);
        this.channel = channel;
        this.key = key;
        this.payloads = payloads;
    }

    private static List<Event<?, ?>> events(List<DeclaredEvent> declared, boolean streams) {
        return List.copyOf(declared.stream().filter(each -> each.isStream() == streams)
                .map(DeclaredEvent::event).toList());
    }

    String name() {
        return "plugin " + plugin;
    }

    List<Event<?, ?>> events() {
        return events;
    }

    List<Event<?, ?>> streams() {
        return streamEvents;
    }

    List<String> eventNames() {
        return names;
    }

    /** Whether nobody who asks notices a difference. */
    boolean handlesAsMuchAs(PluginTarget other) {
        return events.equals(other.events) && streamEvents.equals(other.streamEvents);
    }

    /** Whether the stream was taken; not while this takes nothing. What else stands against it is thrown. */
    boolean produce(Event<?, ?> event, Object payload, StreamContext<Object> stream) {
        if (draining) {
            return false;
        }
        PluginKey now = key.key();
        if (!now.mayHandle(event.name())) {
            if (draining) {
                return false; // its key died of that
            }
            throw refused(event.name(), now);
        }
        return streams.begin(event, payload, stream);
    }

    /** Whether the request was taken, even if only to fail: not while this takes nothing. */
    boolean take(Exchange exchange) {
        if (draining) {
            return false;
        }
        PluginKey now = key.key();
        if (!now.mayHandle(exchange.event().name())) {
            return !draining && fail(exchange, refused(exchange.event().name(), now)); // draining kills the key
        }
        if (envelopes.takes(exchange.event())) {
            return envelopes.send(List.of(exchange)).isEmpty();
        }
        return exchange.event().isNotification() ? notify(exchange, encode(exchange))
                : request(exchange, encode(exchange));
    }

    /**
     * Takes requests of one event, in order, as {@link #take} does; those that were not taken. The plugin is woken, or
     * called, when all of them are offered; one that takes envelopes gets one.
     */
    List<Exchange> takeAll(List<Exchange> exchanges) {
        if (exchanges.size() == 1 || exchanges.get(0).event().isNotification()) {
            return exchanges.stream().filter(exchange -> !take(exchange)).toList();
        }
        PluginKey now = key.key();
        if (draining || !now.mayHandle(exchanges.get(0).event().name())) {
            return exchanges.stream().filter(exchange -> !take(exchange)).toList();
        }
        return envelopes.takes(exchanges.get(0).event()) ? envelopes.send(exchanges) : burst(exchanges);
    }

    private List<Exchange> burst(List<Exchange> exchanges) {
        boolean committed = false;
        int next = 0;
        for (boolean taken = true; taken && next < exchanges.size(); next += taken ? 1 : 0) {
            Exchange exchange = exchanges.get(next);
            try {
                long offered = commit(exchange, encode(exchange), false);
                taken = offered != SharedMemoryChannel.CLOSED;
                committed |= offered >= 0;
            } catch (RuntimeException e) {
                exchange.fail(notSent(exchange.event(), e));
            }
        }
        if (committed) {
            channel.wake();
            driven.committed(RecordType.REQUEST, 0);
        }
        return exchanges.subList(next, exchanges.size());
    }

    TransportException notSent(Event<?, ?> event, Throwable thrown) {
        return thrown instanceof TransportException known ? known : TransportException.of(ErrorCode.SERIALIZE_FAILED,
                "the payload for plugin " + plugin + " could not be encoded: " + thrown, event.name(), plugin,
                thrown);
    }

    private static boolean fail(Exchange exchange, TransportException reason) {
        exchange.fail(reason);
        return true;
    }

    /** By the shortest way: the caller's own call, or the channel. Whether it was taken. */
    boolean request(Exchange exchange, Object payload) {
        if (payload instanceof byte[] bytes && driven.ask(exchange, bytes, answers)) {
            return true;
        }
        long offered = commit(exchange, payload, true);
        if (offered >= 0) {
            driven.committed(RecordType.REQUEST, 0);
        }
        return offered != SharedMemoryChannel.CLOSED;
    }

    /** Bytes, or the caller's own buffer. */
    private Object encode(Exchange exchange) {
        Object payload = exchange.payload() instanceof ByteBuffer buffer ? buffer
                : payloads.encode(exchange.event(), exchange.payload());
        return mark(exchange.event(), payload);
    }

    Object mark(Event<?, ?> event, Object payload) {
        return types.isEmpty() ? payload : types.mark(event.name(), payload);
    }

    /** What one request holds, without its event's type byte. */
    byte[] content(Exchange exchange) {
        if (exchange.payload() instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return payloads.encode(exchange.event(), exchange.payload());
    }

    int maxPayload() {
        return channel.maxPayload();
    }

    /** What the channel says to it, as {@link #offer} does. */
    private long commit(Exchange exchange, Object payload, boolean wakes) {
        long correlation = pending.add(exchange);
        if (correlation == PendingRequests.FULL) {
            exchange.fail(failure(exchange, ErrorCode.BACK_PRESSURED, "at most " + MOST_PENDING
                    + " requests may wait for plugin " + plugin + " and that many do; send less at a time"));
            return SharedMemoryChannel.BACK_PRESSURED;
        }
        long deadlineMs = driven.isIdle() ? 0 : exchange.deadlineMs();
        long offered = offer(exchange, RecordType.REQUEST, correlation, deadlineMs, payload, wakes);
        if (offered >= 0 && answersLater && !(exchange instanceof PluginEnvelope)) {
            exchange.context().onCancel(() -> deliveries.deliver(RecordType.CANCEL, correlation, NOTHING));
        } else if (offered == SharedMemoryChannel.CLOSED) {
            pending.withdraw(correlation);
        }
        return offered;
    }

    /** What reaches the plugin besides requests. */
    Deliveries deliveries() {
        return deliveries;
    }

    boolean notify(Exchange exchange, Object payload) {
        long offered = offer(exchange, RecordType.NOTIFICATION, 0, 0, payload, true);
        if (offered >= 0) {
            exchange.reply(null);
            driven.committed(RecordType.NOTIFICATION, 0);
        }
        return offered != SharedMemoryChannel.CLOSED;
    }

    /** What the channel says to it. Closed means that it was not taken; else it has failed. */
    private long offer(Exchange exchange, int type, long correlation, long deadlineMs, Object payload,
            boolean wakes) {
        if (payload instanceof ByteBuffer buffer) {
            return note(exchange, channel.offer(type, correlation, deadlineMs, 0, buffer), buffer.remaining());
        }
        byte[] bytes = (byte[]) payload;
        long offered = wakes ? SharedMemoryChannel.BACK_PRESSURED
                : channel.offerUnwoken(type, correlation, deadlineMs, 0, bytes);
        if (offered == SharedMemoryChannel.BACK_PRESSURED) {
            offered = offerNow(type, correlation, deadlineMs, bytes, wakes);
        }
        return note(exchange, offered, bytes.length);
    }

    /** A burst that fills the channel is handled as far as it is there; who drives an inline plugin makes room so. */
    private long offerNow(int type, long correlation, long deadlineMs, byte[] bytes, boolean isFirst) {
        if (!isFirst) {
            channel.wake();
            driven.committed(type, correlation);
        }
        return channel.offer(type, correlation, deadlineMs, 0, bytes);
    }

    private long note(Exchange exchange, long offered, int length) {
        largeRequests.note(exchange.event(), length);
        if (offered < 0 && offered != SharedMemoryChannel.CLOSED) {
            exchange.fail(refusal(exchange, offered, length));
        }
        return offered;
    }

    /** The caller reads the channel for as long as it would spin anyway; then the channel's own thread goes on. */
    void help(Exchange exchange) {
        if (!draining) {
            channel.awaitWhile(() -> !exchange.isDone(), System.nanoTime() + HELP_NS);
        }
    }

    /** That it may not handle that event with that key, and so does not see the request; counted. */
    TransportException refused(String event, PluginKey now) {
        if (now.isValid()) {
            key.refuse(ErrorCode.PLUGIN_UNAUTHORIZED, "handle " + event);
            return TransportException.of(ErrorCode.PLUGIN_UNAUTHORIZED, "plugin " + plugin + " may not handle " + event
                    + ": the administrator's configuration hawser.permissions forbids it", event, plugin, null);
        }
        key.refuse(ErrorCode.INVALID_PLUGIN_KEY, "handle " + event);
        return TransportException.of(ErrorCode.INVALID_PLUGIN_KEY, "a plugin is asked and answers under its valid key: "
                + "the key " + now.fingerprint() + " of plugin " + plugin + " was revoked; plugin:start gives it a new "
                + "one", event, plugin, null);
    }

    private TransportException refusal(Exchange exchange, long code, int length) {
        if (code == SharedMemoryChannel.TOO_LONG) {
            return failure(exchange, ErrorCode.PAYLOAD_TOO_LARGE,
                    "a message to plugin " + plugin + " may have " + channel.maxPayload() + " bytes: length=" + length
                            + "; raise buffer.to-native");
        }
        if (code == SharedMemoryChannel.BACK_PRESSURED) {
            return failure(exchange, ErrorCode.BACK_PRESSURED, "room for " + length + " bytes was required in the "
                    + "channel of plugin " + plugin + " and it is full: the plugin is behind; send less at a time");
        }
        return overwritten(exchange.event());
    }

    private TransportException overwritten(Event<?, ?> event) {
        return TransportException.of(ErrorCode.IPC_ERROR, "the channel of plugin " + plugin + " must make sense, and "
                + "was overwritten; plugin:start gives it a new one", event.name(), plugin, null);
    }

    /** That it is not there any more, and why. */
    TransportException over(Event<?, ?> event) {
        if (broken) {
            return overwritten(event);
        }
        if (hang != null) {
            return TransportException.of(ErrorCode.TIMEOUT, "plugin " + plugin + " hangs: " + hang, event.name(),
                    plugin, null);
        }
        String reason = crash;
        return reason == null
                ? TransportException.of(ErrorCode.PLUGIN_STOPPED, "plugin " + plugin + " is stopping or has stopped",
                        event.name(), plugin, null)
                : TransportException.of(ErrorCode.PLUGIN_CRASHED, "plugin " + plugin + " has crashed: " + reason,
                        event.name(), plugin, null);
    }

    private TransportException failure(Exchange exchange, ErrorCode code, String message) {
        return TransportException.of(code, message, exchange.event().name(), plugin, null);
    }

    /** Ends the request that a record answers, or goes on with its stream. */
    void answer(int type, long correlation, RecordView payload) {
        if (PluginStreams.isStream(correlation)) {
            streams.receive(type, correlation, payload);
            return;
        }
        ANSWERING.setRelease(this, true);
        try {
            Exchange exchange = pending.take(correlation);
            if (exchange != null) {
                end(exchange, type, payload.copy());
            }
        } finally {
            ANSWERING.setRelease(this, false);
        }
    }

    private void end(Exchange exchange, int type, byte[] payload) {
        PluginKey now = key.key();
        if (!now.mayHandle(exchange.event().name()) && !draining) { // its end kills its key: it answered before
            exchange.fail(refused(exchange.event().name(), now));
        } else if (type == RecordType.RESPONSE) {
            reply(exchange, payload);
        } else if (type == RecordType.NO_RESPONSE && exchange.event().responseType() == Void.class) {
            exchange.reply(null);
        } else {
            exchange.fail(type == RecordType.FAILED ? FailureRecord.read(payload, exchange.event().name(), plugin)
                    : unanswered(exchange, type));
        }
    }

    private TransportException unanswered(Exchange exchange, int type) {
        if (type == RecordType.BACK_PRESSURED) {
            return failure(exchange, ErrorCode.BACK_PRESSURED,
                    "the answer of plugin " + plugin + " found no room in time; raise buffer.to-renderer");
        }
        if (type == RecordType.TOO_LARGE) {
            return failure(exchange, ErrorCode.PAYLOAD_TOO_LARGE, "the answer of plugin " + plugin
                    + " is longer than its channel can carry; raise buffer.to-renderer");
        }
        return failure(exchange, ErrorCode.NO_RESPONSE,
                "an answer was required and plugin " + plugin + " returned without a message");
    }

    private void reply(Exchange exchange, byte[] payload) {
        try {
            byte[] content = types.isEmpty() ? payload : types.unmark(exchange.event().name(), payload);
            if (exchange instanceof PluginEnvelope envelope) {
                envelope.answer(content, this::replyDecoded);
            } else {
                exchange.reply(payloads.decode(exchange.event(), content));
            }
        } catch (TransportException e) {
            exchange.fail(TransportException.of(e.code(), "the answer of plugin " + plugin + ": " + e.getMessage(),
                    exchange.event().name(), plugin, e));
        }
    }

    private void replyDecoded(Exchange item, byte[] content) {
        try {
            item.reply(payloads.decode(item.event(), content));
        } catch (TransportException e) {
            item.fail(TransportException.of(e.code(), "the answer of plugin " + plugin + ": " + e.getMessage(),
                    item.event().name(), plugin, e));
        }
    }

    /** From now on it takes nothing, until it is opened; all that it took is committed when this returns. */
    void hold() {
        driven.holdAsks(); // before offers: who has seen one held may not ask past it
        channel.holdOffers();
    }

    void open() {
        channel.admitOffers();
        driven.admitAsks();
    }

    /** Whether, while this is held, the plugin has taken all that was committed. */
    boolean isHandled() {
        ChannelInfo.Counts sent = channel.info().toNative();
        return sent.messages() <= sent.consumed() + sent.rejected() && driven.isQuiet();
    }

    /** Whether no caller waits for it any more, and the last answer was handed over. */
    boolean isAnswered() {
        return pending.isEmpty() && !(boolean) ANSWERING.getAcquire(this);
    }

    /** Ends the streams under way, which could go on for ever. */
    void endStreams() {
        streams.failAll();
    }

    /** From now on it takes no more requests, and its streams end; all that it took is committed. */
    void drain() {
        draining = true;
        channel.holdOffers();
        endStreams();
    }

    /** The plugin is gone by itself: that is what ends its requests from now on. */
    void fall(String reason) {
        crash = reason;
        draining = true;
    }

    /** The plugin does not come back from a call: that is what ends its requests from now on. */
    void hang(String reason) {
        hang = reason;
        draining = true;
        channel.holdOffers();
    }

    /** Nothing goes through its channel any more: that is what ends its requests. */
    void breakOff() {
        broken = true;
        draining = true;
        failPending();
    }

    /** Ends what the plugin will never answer. */
    void failPending() {
        pending.failAll(exchange -> over(exchange.event()));
        streams.failAll();
    }
}
