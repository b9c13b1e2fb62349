// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.load;

import hawser.transport.Event;
import hawser.transport.EventHandler;
import hawser.transport.Events;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Handles the events that its bundle's header names: it answers, fails or never answers, as the number says. */
public final class NumberActivator implements BundleActivator {
    /** The header with the first event's number and how many there are. */
    public static final String EVENTS = "Number-Events";
    /** One in so many numbers fails, one is cancelled and one is never answered. */
    public static final int KINDS = 20;

    /** {@return the event of that number} */
    public static Event<Integer, Integer> event(int number) {
        return Events.defineNamed("load:number:n" + number).define(Integer.class, Integer.class);
    }

    @Override
    public void start(BundleContext context) {
        String[] range = context.getBundle().getHeaders("").get(EVENTS).split(",");
        for (int i = 0; i < Integer.parseInt(range[1]); i++) {
            context.registerService(EventHandler.class, new NumberHandler(Integer.parseInt(range[0]) + i), null);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // The framework takes the services away.
    }
}
