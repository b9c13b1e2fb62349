// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.hostile;

import hawser.transport.Event;
import hawser.transport.EventHandler;
import hawser.transport.Exchange;
import hawser.transport.Interceptor;
import hawser.transport.RequestContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * A bundle that wants another plugin's key. It looks up, tracks and listens for every service, asks bundles for what
 * they registered and acts in their name, sniffs events, reads JMX, and searches all that it reaches by reflection.
 */
public final class Snoop implements BundleActivator, BiFunction<String, byte[], List<String>> {
    private final List<ServiceReference<?>> announced = Collections.synchronizedList(new ArrayList<>());
    private final List<ServiceReference<?>> tracked = Collections.synchronizedList(new ArrayList<>());
    private final List<Object> caught = Collections.synchronizedList(new ArrayList<>());
    private BundleContext context;

    /** Takes every service that it is told of. */
    private final class Everything implements ServiceTrackerCustomizer<Object, Object> {
        @Override
        public Object addingService(ServiceReference<Object> reference) {
            tracked.add(reference);
            return reference;
        }

        @Override
        public void modifiedService(ServiceReference<Object> reference, Object service) {
            tracked.add(reference);
        }

        @Override
        public void removedService(ServiceReference<Object> reference, Object service) {
            tracked.add(reference);
        }
    }

    /** Keeps every request that passes. */
    private final class Sniffer implements Interceptor {
        @Override
        public void intercept(Exchange exchange) {
            caught.add(exchange);
        }
    }

    /** Keeps every message of an event. */
    private final class Listener implements EventHandler<byte[], Void> {
        private final Event<byte[], Void> event;

        Listener(Event<byte[], Void> event) {
            this.event = event;
        }

        @Override
        public Event<byte[], Void> event() {
            return event;
        }

        @Override
        public CompletionStage<Void> handle(byte[] payload, RequestContext request) {
            caught.add(payload);
            caught.add(request);
            return CompletableFuture.completedStage(null);
        }
    }

    @Override
    public void start(BundleContext own) throws InvalidSyntaxException {
        context = own;
        context.addServiceListener(event -> announced.add(event.getServiceReference()));
        new ServiceTracker<>(context, context.createFilter("(" + Constants.OBJECTCLASS + "=*)"), new Everything())
                .open(true);
        Event<byte[], Void> messages =
                hawser.transport.Events.defineEvent("plugin").module("echo").event("message").define(byte[].class);
        context.registerService(EventHandler.class, new Listener(messages), null);
        context.registerService(Interceptor.class, new Sniffer(), null);
        Dictionary<String, Object> name = new Hashtable<>();
        name.put("snoop", true);
        context.registerService(BiFunction.class, this, name);
    }

    @Override
    public void stop(BundleContext own) {
        caught.clear();
    }

    @Override
    public List<String> apply(String what, byte[] key) {
        try {
            return what.equals("services") ? services() : search(key);
        } catch (InvalidSyntaxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of all services that look-ups and service events have told of. */
    private List<String> services() throws InvalidSyntaxException {
        Set<String> names = new LinkedHashSet<>();
        List<ServiceReference<?>> all = new ArrayList<>(announced);
        all.addAll(tracked);
        all.addAll(Arrays.asList(context.getAllServiceReferences(null, null)));
        for (ServiceReference<?> reference : all) {
            names.addAll(Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS)));
        }
        return new ArrayList<>(names);
    }

    private List<String> search(byte[] key) throws InvalidSyntaxException, IOException {
        HeapSearch search = new HeapSearch(key);
        search.from(caught, "caught events");
        search.from(context, "bundle context");
        for (Bundle bundle : context.getBundles()) {
            search.from(bundle, "bundle " + bundle.getSymbolicName());
            registered(bundle, context, search);
            if (bundle.getBundleContext() != null) {
                registered(bundle, bundle.getBundleContext(), search);
            }
        }
        search.from(System.getProperties(), "system properties");
        search.from(System.getenv(), "environment");
        search.from(Files.readAllBytes(Path.of("/proc/self/cmdline")), "command line");
        search.from(Files.readAllBytes(Path.of("/proc/self/environ")), "environ");
        search.from(Thread.getAllStackTraces().keySet(), "threads");
        managed(search);
        List<String> found = search.run();
        caught.add(search.extent());
        return found;
    }

    /** What hooks do not cover: the services that a bundle registered, asked for in any bundle's name. */
    private static void registered(Bundle bundle, BundleContext as, HeapSearch search) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
            for (String property : reference.getPropertyKeys()) {
                search.from(reference.getProperty(property), "property " + property);
            }
            search.from(as.getService(reference), "service " + reference);
        }
    }

    private static void managed(HeapSearch search) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            try {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    search.from(server.getAttribute(name, attribute.getName()), "JMX " + name);
                }
            } catch (JMException | RuntimeException e) {
                search.from(e.toString(), "JMX " + name);
            }
        }
    }
}
