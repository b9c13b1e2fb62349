// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.space;

import hawser.transport.Events;
import hawser.transport.Transport;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Sends with this bundle's own classes, when it is called, and tells the answer as a text. */
public final class SendingActivator implements BundleActivator, Callable<String> {
    private BundleContext context;

    @Override
    public void start(BundleContext started) {
        context = started;
        context.registerService(Callable.class, this, null);
    }

    @Override
    public void stop(BundleContext stopped) {
        // The framework takes the service away.
    }

    @Override
    public String call() throws Exception {
        Transport transport = context.getService(context.getServiceReference(Transport.class));
        Mark mark = transport.send(Events.defineNamed("space:kv:get").define(Get.class, Mark.class),
                new Get("abc", List.of(new Mark(1, 2)))).toCompletableFuture().get();
        return mark.toString();
    }
}
