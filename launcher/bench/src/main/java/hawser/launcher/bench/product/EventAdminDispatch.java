// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Operation;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Felix EventAdmin's {@code sendEvent} to one handler of each topic, without its time-out. */
public final class EventAdminDispatch implements Operation {
    /** Prime, so that it goes round any number of topics but its own. */
    private static final int STEP = 7919;
    private final EventAdmin admin;
    private final List<String> topics;
    private final List<ServiceRegistration<?>> handlers = new ArrayList<>();

    /** Starts EventAdmin and registers the handlers of so many topics, sent to one after the other. */
    public EventAdminDispatch(int count) throws Exception {
        Services.bundle(Services.EVENT_ADMIN).start();
        admin = Services.service(EventAdmin.class);
        topics = IntStream.range(0, count).mapToObj(number -> "bench/dispatch/number" + number).toList();
        topics.forEach(topic -> handlers.add(Services.context().registerService(EventHandler.class, this::take,
                new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, topic)))));
    }

    /** {@return with one} */
    public static Operation oneEvent() throws Exception {
        return new EventAdminDispatch(1);
    }

    private void take(Event event) {
        if ((Integer) event.getProperty("number") < 0) {
            throw new IllegalArgumentException("a number of events is required: event=" + event);
        }
    }

    @Override
    public void run(int times) {
        int next = 0;
        for (int i = 0; i < times; i++) {
            admin.sendEvent(new Event(topics.get(next), Map.of("number", i)));
            next = (next + STEP) % topics.size();
        }
    }

    @Override
    public void close() {
        handlers.forEach(ServiceRegistration::unregister);
    }
}
