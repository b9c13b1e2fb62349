// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what a plugin sends unasked, as that plugin. For the channel's reader thread only, but for closing. */
final class PluginVoice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginVoice.class);

    private final Event<byte[], Void> message;
    private final Supplier<byte[]> secret;
    private final Supplier<Transports> transports;
    private Transports bound;
    private Transport transport;
    private long lost;

    PluginVoice(EventName plugin, Supplier<byte[]> secret, Supplier<Transports> transports) {
        this.message = Events.defineEvent("plugin").module(plugin.text()).event("message").define(byte[].class);
        this.secret = secret;
        this.transports = transports;
    }

    void publish(byte[] bytes) {
        Transport current = transport();
        if (current == null) {
            lose("there is no router to take it, or it refuses the plugin's key");
            return;
        }
        current.send(message, bytes).whenComplete((nothing, failure) -> {
            if (failure != null) {
                lose(failure.getMessage());
            }
        });
    }

    /** Says so the first time, and then each time that their number has doubled. */
    private synchronized void lose(String reason) {
        lost++;
        if (Long.bitCount(lost) == 1) {
            LOG.warn("{}: {} so far are lost: {}", message, lost, reason);
        }
    }

    /** Bound anew when the router was replaced; null while there is none. */
    private synchronized Transport transport() {
        Transports current = transports.get();
        if (current != bound) {
            close();
            bound = current;
            transport = current == null ? null : bind(current);
        }
        return transport;
    }

    private Transport bind(Transports current) {
        try {
            return current.bind(secret.get());
        } catch (TransportException e) {
            LOG.warn("{} cannot be published: {}", message, e.getMessage());
            return null;
        }
    }

    @Override
    public synchronized void close() {
        if (transport != null) {
            transport.close();
            transport = null;
            bound = null;
        }
    }
}
