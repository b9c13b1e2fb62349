// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.kv.Get;
import hawser.plugin.kv.KvEvents;
import hawser.plugin.kv.Set;
import hawser.plugin.kv.Value;
import hawser.transport.BatchInfo;
import hawser.transport.BatchOptions;
import hawser.transport.BatchOptions.Merge;
import hawser.transport.Batching;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.SendOptions;
import hawser.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** The key-value store: batched, and kept. */
public class KvIT extends InFelix {
    private static final int SENDERS = 4;
    private static final int REQUESTS = 1000;
    private static final int KEYS = 10;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);

    private Bundle kv;
    private Batching batching;

    /** As the store has it, but for a window that passes only when it is flushed. */
    private static <Q, R> Event<Q, R> flushed(String name, Class<Q> request, Class<R> response, Merge merge) {
        return Events.defineNamed(name).define(request, response, EventOptions.defaults().withBatch(
                BatchOptions.on().withWindow(Duration.ofMinutes(10)).withMerge(merge)));
    }

    @Before
    public void startKv() throws Exception {
        kv = installExample("kv");
        startAndAwait();
        batching = service(Batching.class);
    }

    @After
    public void uninstallKv() throws Exception {
        kv.uninstall();
    }

    private void startAndAwait() throws Exception {
        kv.start();
        EventCatalog catalog = service(EventCatalog.class);
        long begun = System.nanoTime();
        while (catalog.find(KvEvents.SET.name()).isEmpty()) {
            assertTrue("nobody handles " + KvEvents.SET, System.nanoTime() - begun < PATIENCE_NS);
            Thread.onSpinWait();
        }
    }

    private String get(String key) throws Exception {
        return send(KvEvents.GET, new Get(key)).text();
    }

    @Test
    public void shouldStoreTheNewestOfOneKeyAndTellTheOthers() throws Exception {
        Transport transport = service(Transport.class);
        Event<Set, Void> set = flushed(KvEvents.SET.name(), Set.class, Void.class, Merge.LATEST);
        CompletionStage<Void> first = transport.send(set, new Set("colour", "green"));
        CompletionStage<Void> other = transport.send(set, new Set("size", "1"));
        CompletionStage<Void> second = transport.send(set, new Set("colour", "blue"));
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
        Event<Get, Value> get = flushed(KvEvents.GET.name(), Get.class, Value.class, Merge.DEDUPE);
        long before = merged();
        CompletionStage<Value> first = transport.send(get, new Get("colour"));
        CompletionStage<Value> second = transport.send(get, new Get("colour"));
        transport.flush().toCompletableFuture().get();

        assertEquals("green", first.toCompletableFuture().get().text());
        assertTrue(first.toCompletableFuture().get() == second.toCompletableFuture().get());
        assertEquals(before + 1, merged());
    }

    private long merged() {
        return gets().mapToLong(BatchInfo::merged).sum();
    }

    /** What {@code batch:list} shows. */
    private Stream<BatchInfo> gets() {
        return batching.list().stream().filter(info -> info.event().equals(KvEvents.GET.name()));
    }

    private long requests() {
        return gets().mapToLong(BatchInfo::requests).sum();
    }

    private static List<CompletionStage<Value>> sendMany(Transport transport) {
        return IntStream.range(0, REQUESTS).mapToObj(i -> transport
                .send(KvEvents.GET, new Get("k" + i % KEYS), SendOptions.defaults().withTimeout(Duration.ofMinutes(5))))
                .toList();
    }

    @Test
    public void shouldTellWhatIsBatchedWhileItIsAndWhenAllHasEnded() throws Exception {
        Transport transport = service(Transport.class);
        long before = requests();
        List<CompletableFuture<List<CompletionStage<Value>>>> senders = Stream
                .generate(() -> CompletableFuture.supplyAsync(() -> sendMany(transport))).limit(SENDERS).toList();

        for (long counted = before; senders.stream().anyMatch(sender -> !sender.isDone());) {
            gets().forEach(KvIT::assertMakesSense);
            long now = requests();
            assertTrue(now >= counted && now <= before + SENDERS * REQUESTS);
            counted = now;
        }
        transport.flush().toCompletableFuture().get();

        assertEquals(before + SENDERS * REQUESTS, requests());
        gets().forEach(row -> assertEquals(row.toString(), 0, row.waiting() + row.underWay()));
        for (CompletableFuture<List<CompletionStage<Value>>> sender : senders) {
            for (CompletionStage<Value> answer : sender.get()) {
                assertEquals("", answer.toCompletableFuture().get().text());
            }
        }
    }

    private static void assertMakesSense(BatchInfo row) {
        boolean fits = row.waiting() < row.options().maxSize() && row.envelopes() <= row.requests()
                && row.merged() < Math.max(1, row.requests())
                && row.requests() - row.waiting() <= row.envelopes() * row.options().maxSize();
        assertTrue(row.toString(), fits);
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
