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

    PluginVoice(EventName plugin, Supplier<byte[]> secret, Supplier<Transports> transports) {
        this.message = Events.defineEvent("plugin").module(plugin.text()).event("message").define(byte[].class);
        this.secret = secret;
        this.transports = transports;
    }

    void publish(byte[] bytes) {
        Transport current = transport();
        if (current == null) {
            LOG.warn("{} of {} bytes is lost: there is no router to take it", message, bytes.length);
            return;
        }
        current.send(message, bytes).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.warn("{} of {} bytes is lost: {}", message, bytes.length, failure.getMessage());
            }
        });
    }

    /** Bound anew when the router was replaced; null while there is none. */
    private synchronized Transport transport() {
        Transports current = transports.get();
        if (current != bound) {
            close();
            transport = current == null ? null : bind(current);
            bound = transport == null ? null : current;
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
