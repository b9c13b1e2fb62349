// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.PluginKey;
import hawser.transport.StreamContext;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.List;

/** One generation of a plugin: requests go into its channel, answers come out. Thread-safe. */
final class PluginTarget {
    /*
     * Whether it still takes requests costs nothing to know: the channel counts who offers anyway, and refuses offers
     * once they are held. A request that is refused so is not lost: whoever brought it keeps it (SwitchedTarget).
     */
    private static final long HELP_NS = 50_000;

    private final LoadedPlugin driven;
    private final String plugin;
    private final List<Event<?, ?>> events;
    private final List<Event<?, ?>> streamEvents;
    private final List<String> names;
    private final PluginStreams streams;
    private final SharedMemoryChannel channel;
    private final HeldKey key;
    private final PluginFailures failures;
    private final PluginAnswers answers;
    private final PluginRequests requests;
    private final PluginEnvelopes envelopes;
    private final OwnRings rings;

    PluginTarget(LoadedPlugin driven, List<DeclaredEvent> declared, SharedMemoryChannel channel, HeldKey key,
            Payloads payloads, OwnRings rings, RequestCounts counts) {
        this.driven = driven;
        this.plugin = driven.name();
        this.events = events(declared, false);
        this.streamEvents = events(declared, true);
        this.names = declared.stream().map(DeclaredEvent::name).toList();
        this.channel = channel;
        this.key = key;
        TypeBytes types = new TypeBytes(declared, driven.extensions());
        this.failures = new PluginFailures(plugin, key, channel.maxPayload());
        this.answers = new PluginAnswers(key, payloads, types, failures, counts.late().of(plugin));
        this.requests = new PluginRequests(driven, channel, payloads, types, answers, counts.large());
        this.envelopes = new PluginEnvelopes(declared, requests, failures, name());
        this.rings = rings;
        this.streams = new PluginStreams(driven, channel, key, payloads, types, this, rings);
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
        if (failures.isEnding()) {
            return false;
        }
        PluginKey now = key.key();
        if (!now.mayHandle(event.name())) {
            if (failures.isEnding()) {
                return false; // its key died of that
            }
            throw failures.refused(event.name(), now);
        }
        return streams.begin(event, payload, stream);
    }

    /** Whether the request was taken, even if only to fail: not while this takes nothing. */
    boolean take(Exchange exchange) {
        if (failures.isEnding()) {
            return false;
        }
        PluginKey now = key.key();
        if (!now.mayHandle(exchange.event().name())) {
            return !failures.isEnding() && refuse(exchange, now); // its end kills its key
        }
        if (envelopes.takes(exchange.event())) {
            return envelopes.send(List.of(exchange)).isEmpty();
        }
        return requests.send(exchange);
    }

    /**
     * Takes requests of one event, in order, as {@link #take} does; those that were not taken. The plugin is woken, or
     * called, when all of them are offered; one that takes envelopes gets one.
     */
    List<Exchange> takeAll(List<Exchange> exchanges) {
        Event<?, ?> event = exchanges.get(0).event();
        if (exchanges.size() == 1 || event.isNotification() || failures.isEnding()
                || !key.key().mayHandle(event.name())) {
            return takeEach(exchanges);
        }
        return envelopes.takes(event) ? envelopes.send(exchanges) : requests.sendAll(exchanges);
    }

    /** None after one that was not taken: this may take again by then. */
    private List<Exchange> takeEach(List<Exchange> exchanges) {
        int taken = 0;
        while (taken < exchanges.size() && take(exchanges.get(taken))) {
            taken++;
        }
        return exchanges.subList(taken, exchanges.size());
    }

    private boolean refuse(Exchange exchange, PluginKey now) {
        exchange.fail(failures.refused(exchange.event().name(), now));
        return true;
    }

    /** What its requests fail with. */
    PluginFailures failures() {
        return failures;
    }

    /** What reaches the plugin besides requests. */
    Deliveries deliveries() {
        return requests.deliveries();
    }

    /** The caller reads the channel for as long as it would spin anyway; then the channel's own thread goes on. */
    void help(Exchange exchange) {
        if (!failures.isEnding()) {
            channel.awaitWhile(() -> !exchange.isDone(), System.nanoTime() + HELP_NS);
        }
    }

    /** Ends the request that a record answers, or goes on with its stream. */
    void answer(int type, long correlation, RecordView payload) {
        if (PluginStreams.isStream(correlation)) {
            streams.receive(type, correlation, payload);
        } else {
            answers.take(type, correlation, payload);
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
        return answers.isEmpty();
    }

    /** {@return what the plugin has said until now} */
    Committed committed() {
        return new Committed(rings.with(channel));
    }

    /** Ends the streams under way, which could go on for ever. */
    void endStreams() {
        streams.failAll();
    }

    /** From now on it takes no more requests, and its streams end; all that it took is committed. */
    void drain() {
        failures.end();
        channel.holdOffers();
        endStreams();
    }

    /** The plugin is gone by itself: that is what ends its requests from now on. */
    void fall(String reason) {
        failures.crashed(reason);
    }

    /** The plugin does not come back from a call: that is what ends its requests from now on. */
    void hang(String reason) {
        failures.hangs(reason);
        channel.holdOffers();
    }

    /** Nothing goes through its channel any more: that is what ends its requests. */
    void breakOff() {
        failures.broken();
        failPending();
    }

    /** Ends what the plugin will never answer. */
    void failPending() {
        answers.failAll();
        streams.failAll();
    }
}
