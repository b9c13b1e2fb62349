// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.peer.CountingSubscriber;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.StreamOptions;
import hawser.transport.Transport;

/** Items of one stream from a handler's thread to a subscriber's, who asks for no more than he has room for. */
public final class StreamItems implements Operation {
    private static final Integer ITEM = 1;

    private final Transport transport;
    private final Event<Integer, Integer> event;
    private final Registration handler;

    private StreamItems() throws InterruptedException {
        Cpus.unpinCaller();
        transport = Services.service(Transport.class);
        event = Events.defineEvent("bench").module("stream").event("items").define(Integer.class, Integer.class,
                EventOptions.defaults()
                        .withStream(StreamOptions.defaults().withBufferSize(CountingSubscriber.BUFFER)));
        handler = transport.onStream(event, (count, stream) -> {
            for (int i = 0; i < count; i++) {
                stream.emit(ITEM);
            }
        });
    }

    /** {@return a stream for each run} */
    public static Operation open() throws Exception {
        return new StreamItems();
    }

    @Override
    public void run(int times) throws Exception {
        CountingSubscriber subscriber = new CountingSubscriber();
        transport.stream(event, times).subscribe(subscriber);
        subscriber.await(times);
    }

    @Override
    public void close() {
        handler.close();
    }
}
