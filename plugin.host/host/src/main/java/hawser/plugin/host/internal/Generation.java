// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.PluginIdentity;
import hawser.transport.channel.ChannelException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of a plugin from its initialize to its shutdown: its library, key, channel and place in the router.
 */
final class Generation {
    /** The plugin has not come back from a call. Callbacks are closed; code and memory stay until it returns. */
    static final class Hung extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    private static final Set<String> HEARING = Set.of(Generation.class.getName(), PluginStreams.class.getName());

    private final LoadedPlugin plugin;
    private final PluginSource source;
    private final HeldKey key;
    private final SharedMemoryChannel channel;
    private final OwnRings rings;
    private final PluginTarget target;
    private final PluginVoice voice;
    private final PluginLog log;
    private final OwnRequests requests;
    private final OwnStreams streams;
    private final StateTransfer state;
    private volatile Crash crash;

    private Generation(HostServices services, LoadedPlugin plugin, PluginSource source, HeldKey key,
            SharedMemoryChannel channel, PluginPlan plan) {
        this.plugin = plugin;
        this.source = source;
        this.key = key;
        this.channel = channel;
        this.rings = new OwnRings(plugin, sizes -> services.channels().create(plugin.name() + " stream", sizes),
                plan.sizes());
        Payloads payloads = new Payloads(services.codecs());
        this.target = new PluginTarget(plugin, plan.events(), channel, key, payloads, rings, services.counts());
        this.voice = new PluginVoice(EventName.of(plugin.name()), key, services.transports());
        this.log = new PluginLog(plugin.name());
        this.state = new StateTransfer(plugin, channel);
        AskedOfOthers others = new AskedOfOthers(plugin.name(), voice, key, services.catalog());
        this.requests = new OwnRequests(others, payloads, target.deliveries());
        this.streams = new OwnStreams(others, payloads, target.deliveries());
    }

    /**
     * Starts a loaded plugin, which is not heard yet; if that fails, nothing is left of the generation, and the plugin
     * is still loaded. The consumer is told when it dies by itself.
     */
    static Generation start(HostServices services, LoadedPlugin plugin, PluginSource source, PluginIdentity identity,
            PluginPlan plan, BiConsumer<Generation, Crash> onCrash) {
        SharedMemoryChannel channel = services.channels().create(plugin.name(), plan.sizes());
        HeldKey key = new HeldKey(services.keys(), identity);
        Generation generation = new Generation(services, plugin, source, key, channel, plan);
        plugin.onCrash(crash -> {
            generation.crash = crash;
            generation.state.end();
            onCrash.accept(generation, crash);
        });
        generation.begin(plan);
        return generation;
    }

    private void begin(PluginPlan plan) {
        try {
            key.request(plan.permissions(), voice);
            channel.startReceiving(this::receive);
            plugin.start(channel, key.handle(), plan);
        } catch (RuntimeException | Error e) { // an Error: there may be no more threads
            letGo();
            throw e;
        }
    }

    private void receive(int type, long correlation, int handle, RecordView payload) {
        if (!key.isOf(handle)) {
            LOG.debug("A record of plugin {} was refused", plugin.name());
        } else {
            hand(type, correlation, payload);
        }
    }

    private void hand(int type, long correlation, RecordView payload) {
        switch (type) {
            case RecordType.MESSAGE -> voice.publish(payload.copy());
            case RecordType.LOG -> log.add(correlation, payload.copy());
            case RecordType.REQUEST -> requests.receive(correlation, payload.copy());
            case RecordType.CANCEL -> requests.cancel(correlation);
            case RecordType.STREAM -> streams.receive(correlation, payload.copy());
            case RecordType.CREDIT -> streams.request(correlation, payload.copy());
            case RecordType.STREAM_CANCEL -> streams.cancel(correlation);
            default -> {
                if (StateTransfer.isPiece(correlation)) {
                    state.receive(type, correlation, payload.copy());
                } else {
                    target.answer(type, correlation, payload);
                }
            }
        }
    }

    /** Whether the calling thread is within what some plugin has said. Asked seldom: it looks at the whole stack. */
    static boolean isHeard() {
        return StackWalker.getInstance().walk(frames -> frames.anyMatch(frame ->
                HEARING.contains(frame.getClassName()) && frame.getMethodName().startsWith("receive")));
    }

    LoadedPlugin plugin() {
        return plugin;
    }

    PluginSource source() {
        return source;
    }

    /** Whether the plugin has died by itself. */
    boolean isDead() {
        return crash != null;
    }

    /** {@return how it died} */
    String end() {
        return crash.summary();
    }

    /** Who is told when it hangs; from now on it is looked at. */
    void whenHanging(Consumer<Generation> action) {
        plugin.onHang(() -> action.accept(this));
    }

    /** It serves: what it sends unasked, and has sent before, is published. */
    void speak() {
        voice.release();
    }

    /** {@return what the plugin leaves to the next generation, if it leaves anything} */
    Optional<byte[]> save(PluginTimes times) {
        return plugin.extensions().contains(Extension.SAVE) ? Optional.of(state.save(times.shutdownNs()))
                : Optional.empty();
    }

    /** Whether it takes over what the one before leaves. */
    boolean loads() {
        return plugin.extensions().contains(Extension.LOAD);
    }

    void load(byte[] left, PluginTimes times) {
        state.load(left, times.initializeNs());
    }

    PluginTarget target() {
        return target;
    }

    HeldKey key() {
        return key;
    }

    /** Takes no more requests, answers those it has, and shuts the plugin down. */
    void stop(PluginTimes times) throws Hung {
        target.drain();
        boolean returned = plugin.stop(times);
        letGo();
        if (!returned) {
            throw new Hung();
        }
    }

    /**
     * Calls the action, once, if the channel is overwritten by a plugin that cannot be ended for it; what waits for an
     * answer has failed by then.
     */
    void whenBroken(BiConsumer<Generation, ChannelException> action) {
        channel.onFailure(failure -> {
            if (failure.reason() == ChannelException.Reason.POISONED) {
                tellBroken(failure, action);
            }
        });
    }

    private void tellBroken(ChannelException failure, BiConsumer<Generation, ChannelException> action) {
        if (!plugin.condemn(failure.getMessage())) {
            target.breakOff();
            action.accept(this, failure);
        }
    }

    /** It is not waited for: its requests end as if their time were over, and its callbacks are closed. */
    void abandon(String reason) {
        target.hang(reason);
        plugin.stop(PluginTimes.NONE);
        letGo();
    }

    /** The plugin has died: what it had said is delivered, what it owes fails. */
    void bury() {
        target.fall(crash.summary());
        channel.peerEnded();
        letGo();
    }

    /** Channels deliver what was committed before they close. */
    private void letGo() {
        channel.close();
        rings.closeAll();
        target.failPending();
        voice.close();
        log.end();
        target.deliveries().close();
        key.revoke();
    }
}
