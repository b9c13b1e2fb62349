// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.kv.Get;
import hawser.plugin.kv.KvEvents;
import hawser.plugin.kv.Set;
import hawser.plugin.kv.Value;
import hawser.transport.BatchInfo;
import hawser.transport.Batching;
import hawser.transport.ErrorCode;
import hawser.transport.EventCatalog;
import hawser.transport.Transport;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** The key-value store: batched, and kept. */
public class KvIT extends InFelix {
    private Bundle kv;

    @Before
    public void startKv() throws Exception {
        kv = installExample("kv");
        startAndAwait();
    }

    @After
    public void uninstallKv() throws Exception {
        kv.uninstall();
    }

    private void startAndAwait() throws Exception {
        kv.start();
        EventCatalog catalog = service(EventCatalog.class);
        while (catalog.find(KvEvents.SET.name()).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private String get(String key) throws Exception {
        return send(KvEvents.GET, new Get(key)).text();
    }

    @Test
    public void shouldStoreTheNewestOfOneKeyAndTellTheOthers() throws Exception {
        Transport transport = service(Transport.class);
        CompletionStage<Void> first = transport.send(KvEvents.SET, new Set("colour", "green"));
        CompletionStage<Void> other = transport.send(KvEvents.SET, new Set("size", "1"));
        CompletionStage<Void> second = transport.send(KvEvents.SET, new Set("colour", "blue"));
        transport.flush().toCompletableFuture().get();

        assertEquals(ErrorCode.SUPERSEDED, failureOf(first).code());
        other.toCompletableFuture().get();
        second.toCompletableFuture().get();
        assertEquals("blue", get("colour"));
        assertEquals("1", get("size"));
    }

    @Test
    public void shouldLookUpAKeyOnceForAllWhoAskTogether() throws Exception {
        send(KvEvents.SET, new Set("colour", "green"));
        Transport transport = service(Transport.class);
        long before = merged();
        CompletionStage<Value> first = transport.send(KvEvents.GET, new Get("colour"));
        CompletionStage<Value> second = transport.send(KvEvents.GET, new Get("colour"));
        transport.flush().toCompletableFuture().get();

        assertEquals("green", first.toCompletableFuture().get().text());
        assertTrue(first.toCompletableFuture().get() == second.toCompletableFuture().get());
        assertEquals(before + 1, merged());
    }

    private long merged() throws InterruptedException {
        Predicate<BatchInfo> gets = info -> info.event().equals(KvEvents.GET.name());
        return service(Batching.class).list().stream().filter(gets).mapToLong(BatchInfo::merged).sum();
    }

    @Test
    public void shouldKeepWhatWasStoredOverARestart() throws Exception {
        send(KvEvents.SET, new Set("colour", "green"));

        kv.stop();
        startAndAwait();

        assertEquals("green", get("colour"));
        send(KvEvents.SET, new Set("colour", ""));
        assertEquals("", get("colour"));
    }
}
