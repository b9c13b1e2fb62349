// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.peer.Window;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Interceptor;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** {@code Transport.send} to a handler in Java that answers at once. */
public class JavaDispatch implements Operation {
    /** Prime, so that it goes round any number of events but its own. */
    private static final int STEP = 7919;

    private final Transport transport;
    private final List<Event<Integer, Integer>> events;
    private final List<Registration> handlers = new ArrayList<>();
    private volatile long last;

    private JavaDispatch(Transport transport, int count) throws InterruptedException {
        this.transport = transport;
        events = IntStream.range(0, count).mapToObj(JavaDispatch::event).toList();
        Transport receiver = Services.service(Transport.class);
        events.forEach(event -> handlers.add(receiver.on(event, (number, context) -> number)));
    }

    private static Event<Integer, Integer> event(int number) {
        return Events.defineEvent("bench").module("dispatch").event("number" + number)
                .define(Integer.class, Integer.class);
    }

    /** {@return one event, sent by the user's bundle, which has a key} */
    public static Operation oneEvent() throws Exception {
        return handlers(1);
    }

    /** {@return many events, each with a handler, sent one after the other} */
    public static Operation handlers(int count) throws Exception {
        return new JavaDispatch(Services.service(Transport.class), count);
    }

    /** {@return one event, sent by a bundle of Hawser's own, which needs no key} */
    public static Operation ownCaller() throws Exception {
        return new JavaDispatch(own().getService(own().getServiceReference(Transport.class)), 1);
    }

    /** One that the distribution has. */
    private static BundleContext own() {
        return Services.bundle("hawser.plugin.host").getBundleContext();
    }

    /** {@return one event, seen by an interceptor of Hawser's own that lets it pass} */
    public static Operation intercepted() throws Exception {
        Interceptor passing = exchange -> { };
        ServiceRegistration<?> registration =
                own().registerService(Interceptor.class, passing, new Hashtable<>());
        return new JavaDispatch(Services.service(Transport.class), 1) {
            @Override
            public void close() {
                super.close();
                registration.unregister();
            }
        };
    }

    /** {@return one event, with a deadline of its own} */
    public static Operation deadline() throws Exception {
        SendOptions options = SendOptions.defaults().withTimeout(Duration.ofSeconds(5));
        return new JavaDispatch(Services.service(Transport.class), 1) {
            @Override
            CompletableFuture<Integer> send(Event<Integer, Integer> event, int number) {
                return transport().send(event, number, options).toCompletableFuture();
            }
        };
    }

    /** {@return one event, with so many requests under way} */
    public static Operation window(int size) throws Exception {
        return new JavaDispatch(Services.service(Transport.class), 1) {
            @Override
            public void run(int times) throws Exception {
                Window<CompletableFuture<?>> open = new Window<>(size, CompletableFuture::join);
                for (int i = 0; i < times; i++) {
                    open.add(send(first(), i));
                }
                open.drain();
            }
        };
    }

    Transport transport() {
        return transport;
    }

    Event<Integer, Integer> first() {
        return events.get(0);
    }

    /** The answer. */
    CompletableFuture<Integer> send(Event<Integer, Integer> event, int number) {
        return transport.send(event, number).toCompletableFuture();
    }

    @Override
    public void run(int times) throws Exception {
        long sum = 0;
        int next = 0;
        for (int i = 0; i < times; i++) {
            sum += send(events.get(next), i).join();
            next = (next + STEP) % events.size();
        }
        last = sum;
    }

    @Override
    public void close() {
        handlers.forEach(Registration::close);
    }
}
