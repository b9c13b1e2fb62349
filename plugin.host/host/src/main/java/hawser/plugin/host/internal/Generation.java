// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.IssuedKey;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final AtomicInteger HANDLES = new AtomicInteger();

    private final HostServices services;
    private final LoadedPlugin plugin;
    private final IssuedKey issued;
    private final int keyHandle = HANDLES.incrementAndGet();
    private final SharedMemoryChannel channel;
    private final PluginTarget target;
    private final PluginVoice voice;

    private Generation(HostServices services, LoadedPlugin plugin, IssuedKey issued, SharedMemoryChannel channel,
            List<Event<?, ?>> events) {
        this.services = services;
        this.plugin = plugin;
        this.issued = issued;
        this.channel = channel;
        this.target = new PluginTarget(plugin, events, channel, issued.key(), new Payloads(services.codecs()));
        this.voice = new PluginVoice(EventName.of(plugin.name()), issued::secret, services.transports());
    }

    /** Starts a loaded plugin; if that fails, nothing is left of the generation, and the plugin is still loaded. */
    static Generation start(HostServices services, LoadedPlugin plugin, PluginIdentity identity, PluginPlan plan) {
        SharedMemoryChannel channel = services.channels().create(plugin.name(), plan.sizes());
        Generation generation =
                new Generation(services, plugin, services.keys().requestKey(identity), channel, plan.events());
        generation.begin(plan);
        return generation;
    }

    private void begin(PluginPlan plan) {
        try {
            channel.startReceiving(this::receive);
            plugin.start(channel, keyHandle, plan);
        } catch (RuntimeException e) {
            letGo();
            throw e;
        }
    }

    private void receive(int type, long correlation, int key, RecordView payload) {
        if (key != keyHandle) {
            LOG.warn("A message of plugin {} was refused: it bears the handle of another key", plugin.name());
        } else if (type == RecordType.MESSAGE) {
            voice.publish(payload.copy());
        } else {
            target.answer(type, correlation, payload);
        }
    }

    PluginTarget target() {
        return target;
    }

    PluginKey key() {
        return issued.key();
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

    /** The channel delivers what was committed before it closes. */
    private void letGo() {
        channel.close();
        target.failPending();
        voice.close();
        services.keys().revokeKey(issued.key());
        issued.wipe();
    }
}
