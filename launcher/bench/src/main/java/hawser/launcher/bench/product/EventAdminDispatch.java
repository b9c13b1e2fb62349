// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Operation;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Felix EventAdmin's {@code sendEvent} to one handler, without its time-out. */
public final class EventAdminDispatch implements Operation {
    private static final String TOPIC = "bench/dispatch/number";

    private final EventAdmin admin;
    private long sum;

    /** Starts EventAdmin and registers the handler. */
    public EventAdminDispatch() throws Exception {
        Services.bundle(Services.EVENT_ADMIN).start();
        admin = Services.service(EventAdmin.class);
        BundleContext context = Services.context();
        EventHandler handler = event -> sum += (Integer) event.getProperty("number");
        context.registerService(EventHandler.class, handler,
                new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, TOPIC)));
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            admin.sendEvent(new Event(TOPIC, Map.of("number", i)));
        }
    }
}
