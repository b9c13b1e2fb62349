// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.EventHandler;
import hawser.transport.Events;
import hawser.transport.PluginIdentity;
import hawser.transport.RequestContext;
import hawser.transport.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

/** A handler in Java, registered as a service. */
public class HandlerIT extends InFelix {
    private static final Event<String, Integer> LENGTH =
            Events.defineEvent("text").module("measure").event("length").define(String.class, Integer.class);

    private final AtomicReference<Optional<PluginIdentity>> caller = new AtomicReference<>();

    private final class Length implements EventHandler<String, Integer> {
        @Override
        public Event<String, Integer> event() {
            return LENGTH;
        }

        @Override
        public CompletionStage<Integer> handle(String payload, RequestContext request) {
            caller.set(request.plugin());
            return CompletableFuture.completedStage(payload.length());
        }
    }

    @Test
    public void shouldHandleItsEventForAsLongAsItIsAService() throws Exception {
        Transport transport = service(Transport.class);
        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(transport.send(LENGTH, "hello")).code());

        ServiceRegistration<?> registration = context.registerService(EventHandler.class, new Length(), null);

        assertEquals(5, (int) send(LENGTH, "hello"));
        assertTrue(service(EventCatalog.class).find("text:measure:length").isPresent());
        assertTrue(!caller.get().orElseThrow().verified());
        assertEquals(context.getBundle().getBundleId(), caller.get().orElseThrow().bundleId());

        registration.unregister();
        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(transport.send(LENGTH, "hello")).code());
    }
}
