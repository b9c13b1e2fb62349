// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Operation;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;

/** {@code Transport.send} to a handler in Java that answers at once. */
public final class JavaDispatch implements Operation {
    private static final Event<Integer, Integer> NUMBER =
            Events.defineEvent("bench").module("dispatch").event("number").define(Integer.class, Integer.class);

    private final Transport transport;
    private long sum;

    /** Registers the handler. */
    public JavaDispatch() throws Exception {
        transport = Services.service(Transport.class);
        transport.on(NUMBER, (number, context) -> number);
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            sum += transport.send(NUMBER, i).toCompletableFuture().join();
        }
    }
}
