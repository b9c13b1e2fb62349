// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.space;

import hawser.transport.Event;
import hawser.transport.EventHandler;
import hawser.transport.Events;
import hawser.transport.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Handles with this bundle's own classes. */
public final class HandlingActivator implements BundleActivator, EventHandler<Get, Mark> {
    @Override
    public void start(BundleContext context) {
        context.registerService(EventHandler.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework takes the service away.
    }

    @Override
    public Event<Get, Mark> event() {
        return Events.defineNamed("space:kv:get").define(Get.class, Mark.class);
    }

    @Override
    public CompletionStage<Mark> handle(Get get, RequestContext request) {
        Mark first = get.marks().get(0);
        return CompletableFuture.completedStage(new Mark(first.hashCode(), get.key().length()));
    }
}
