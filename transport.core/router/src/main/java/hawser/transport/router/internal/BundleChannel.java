// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Events;
import hawser.transport.LegacyChannel;
import hawser.transport.Registration;
import hawser.transport.RequestHandler;
import hawser.transport.Transport;
import java.util.concurrent.CompletionStage;

/** A bundle's transport, by names. */
final class BundleChannel implements LegacyChannel {
    private final Transport transport;

    BundleChannel(Transport transport) {
        this.transport = transport;
    }

    @Override
    public CompletionStage<Object> send(String name, Object data) {
        return transport.send(Events.defineUntyped(name), data);
    }

    @Override
    public Registration regChannel(String name, RequestHandler<Object, Object> handler) {
        return transport.on(Events.defineUntyped(name), handler);
    }
}
