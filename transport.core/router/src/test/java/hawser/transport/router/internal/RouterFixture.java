// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.TransportException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A router with a key manager, and a transport of one of Hawser's own bundles. */
abstract class RouterFixture {
    static final Event<String, Integer> LENGTH =
            Events.defineEvent("text").module("measure").event("length").define(String.class, Integer.class);
    static final Event<String, Void> TOLD =
            Events.defineEvent("text").module("notice").event("told").define(String.class);

    final Router router;
    final TestKeys keys = new TestKeys();
    final BundleTransport transport;

    RouterFixture() {
        this(new Router());
    }

    RouterFixture(Router router) {
        this.router = router;
        transport = new BundleTransport(router, Caller.own("test"));
    }

    @BeforeEach
    void useKeys() {
        router.useKeys(keys);
    }

    @AfterEach
    void close() {
        transport.close();
        router.close();
    }

    static TransportException failureOf(CompletionStage<?> stage) {
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
        return (TransportException) thrown.getCause();
    }
}
