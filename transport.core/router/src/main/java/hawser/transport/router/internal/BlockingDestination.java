// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;
import hawser.transport.HandlerOptions;

/** A handler in Java that may block: called on threads of its own. */
final class BlockingDestination extends JavaDestination {
    private final HandlerThreads threads;

    /** Notifications keep their order: they have one thread. */
    BlockingDestination(Event<?, ?> event, String name, RequestAcceptor acceptor, HandlerOptions options) {
        super(event, name, acceptor, options);
        threads = new HandlerThreads(name, event.isNotification() ? 1 : options.threads());
    }

    @Override
    void call(Request request) {
        request.share();
        threads.run(request, () -> callHere(request));
    }

    private void callHere(Request request) {
        try {
            super.call(request);
        } catch (Throwable e) {
            failed(request, e);
        }
    }

    @Override
    void stop() {
        threads.close();
    }
}
