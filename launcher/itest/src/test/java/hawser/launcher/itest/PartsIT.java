// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventHandler;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.RequestContext;
import hawser.transport.SendOptions;
import hawser.transport.StreamListener;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/** Parts of the transport stopped, updated and started again under load: no request is lost silently. */
public class PartsIT extends InFelix {
    private static final Event<Integer, Integer> PLAIN =
            Events.defineNamed("test:parts:plain").define(Integer.class, Integer.class);
    private static final Event<Integer, Integer> BATCHED = Events.defineNamed("test:parts:batched")
            .define(Integer.class, Integer.class, EventOptions.defaults()
                    .withBatch(BatchOptions.on().withWindow(Duration.ofMillis(2))));
    private static final Event<Integer, Integer> NUMBERS =
            Events.defineNamed("test:parts:numbers").define(Integer.class, Integer.class);
    private static final int ITEMS = 500;
    private static final SendOptions OPTIONS = SendOptions.defaults().withTimeout(Duration.ofMinutes(1));
    private static final int SENDERS = 4;
    private static final int ROUNDS = 3;
    private static final int UNTIL_NEXT = 2000;

    private final Map<ErrorCode, AtomicLong> failures = new ConcurrentHashMap<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong whole = new AtomicLong();
    private final List<String> wrong = new ArrayList<>();
    private final List<Thread> load = new ArrayList<>();
    private final List<ServiceRegistration<?>> handlers = new ArrayList<>();
    private ServiceTracker<Transport, Transport> transports;
    private Bundle echo;
    private volatile boolean enough;

    private record Echoing(Event<Integer, Integer> event) implements EventHandler<Integer, Integer> {
        @Override
        public CompletionStage<Integer> handle(Integer payload, RequestContext request) {
            return CompletableFuture.completedStage(payload);
        }
    }

    @Before
    public void handle() throws Exception {
        handlers.add(context.registerService(EventHandler.class, new Echoing(PLAIN), null));
        handlers.add(context.registerService(EventHandler.class, new Echoing(BATCHED), null));
        transports = new ServiceTracker<>(context, Transport.class, null);
        transports.open();
        echo = startEcho();
    }

    @After
    public void leave() throws Exception {
        handlers.forEach(ServiceRegistration::unregister);
        transports.close();
        echo.uninstall();
    }

    @Test
    public void shouldEndEveryRequestWhileTheRouterIsReplaced() throws Exception {
        replaceUnderLoad("hawser.transport.router",
                EnumSet.of(ErrorCode.TRANSPORT_DESTROYED, ErrorCode.UNKNOWN_EVENT, ErrorCode.INVALID_PLUGIN_KEY));
    }

    @Test
    public void shouldAnswerEveryRequestWhileTheBatchServiceIsReplaced() throws Exception {
        replaceUnderLoad("hawser.transport.batch", EnumSet.noneOf(ErrorCode.class));
    }

    @Test
    public void shouldAnswerEveryRequestWhileTheStreamServiceIsReplaced() throws Exception {
        replaceUnderLoad("hawser.transport.stream", EnumSet.noneOf(ErrorCode.class));
    }

    /** Whoever streams then is told, once, and has had every item up to there. */
    @Test
    public void shouldEndEveryStreamOnceWhileTheStreamServiceIsReplaced() throws Exception {
        Set<ErrorCode> allowed = EnumSet.of(ErrorCode.TRANSPORT_DESTROYED, ErrorCode.TARGET_NOT_FOUND);
        Registration numbers = service(Transport.class).onStream(NUMBERS, (count, stream) -> {
            for (int i = 0; i < count; i++) {
                stream.emit(i);
            }
        });
        load.add(new Thread(() -> {
            while (!enough || whole.get() == 0) {
                new Consumer().consume(transports.getService());
            }
        }, "consumer"));
        replaceUnderLoad("hawser.transport.stream", allowed);

        Consumer last = new Consumer();
        last.consume(service(Transport.class));
        assertEquals("ended", last.end);
        numbers.close();
    }

    /** Takes one stream; notes what is out of order, and a second end. */
    private final class Consumer implements StreamListener<Integer> {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Object end;
        private int next;

        void consume(Transport transport) {
            if (transport == null) {
                return;
            }
            begun.incrementAndGet();
            transport.stream(NUMBERS, ITEMS, this);
            try {
                if (!ended.await(60, TimeUnit.SECONDS)) {
                    note("a stream did not end after item " + next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onData(Integer item) {
            if (item != next++ || end != null) {
                note("item " + item + " in place of " + (next - 1) + ", end=" + end);
            }
        }

        @Override
        public void onError(TransportException failure) {
            failures.computeIfAbsent(failure.code(), code -> new AtomicLong()).incrementAndGet();
            over(failure.code());
        }

        @Override
        public void onEnd() {
            whole.incrementAndGet();
            answered.incrementAndGet();
            over("ended");
            if (next != ITEMS) {
                note("a stream ended after " + next);
            }
        }

        private void over(Object how) {
            if (end != null) {
                note("a second end: " + how + " after " + end);
            }
            end = how;
            ended.countDown();
        }
    }

    private void replaceUnderLoad(String name, Set<ErrorCode> allowed) throws Exception {
        Bundle part = bundleNamed(name);
        for (int i = 0; i < SENDERS; i++) {
            load.add(new Thread(this::sendUntilEnough, "sender " + i));
        }
        load.forEach(Thread::start);
        for (int round = 0; round < ROUNDS; round++) {
            awaitMore();
            part.stop();
            part.start();
            awaitMore();
            part.update();
        }
        awaitMore();
        enough = true;
        for (Thread each : load) {
            each.join();
        }

        awaitAllEnded();
        synchronized (wrong) {
            assertEquals(List.of(), wrong);
        }
        assertTrue(failures + " of " + begun, allowed.containsAll(failures.keySet()));
        assertEquals(5, (int) send(PLAIN, 5));
        assertEquals(6, (int) send(BATCHED, 6));
        assertEquals(7, send(ECHO, new byte[7]).length);
    }

    /** Some thousand requests more are answered: the load goes on. */
    private void awaitMore() {
        long wanted = answered.get() + UNTIL_NEXT;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (answered.get() < wanted) {
            assertTrue("answered=" + answered + " failures=" + failures, System.nanoTime() < until);
            Thread.onSpinWait();
        }
    }

    private void awaitAllEnded() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (ended() < begun.get()) {
            assertTrue(ended() + " of " + begun + " ended", System.nanoTime() < until);
            Thread.onSpinWait();
        }
        assertEquals(begun.get(), ended());
    }

    private long ended() {
        return answered.get() + failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** One at a time of each kind. */
    private void sendUntilEnough() {
        for (int i = 0; !enough; i++) {
            Transport transport = transports.getService();
            if (transport == null) {
                Thread.onSpinWait();
            } else {
                int number = i;
                CompletableFuture<?> plain = send(transport, PLAIN, number, answer -> answer == number);
                CompletableFuture<?> batched = send(transport, BATCHED, number, answer -> answer == number);
                CompletableFuture<?> raw = send(transport, ECHO, new byte[number % 64],
                        answer -> answer.length == number % 64);
                CompletableFuture.allOf(plain, batched, raw).exceptionally(failure -> null).join();
            }
        }
    }

    private <Q, R> CompletableFuture<R> send(Transport transport, Event<Q, R> event, Q payload,
            Predicate<R> right) {
        begun.incrementAndGet();
        CompletionStage<R> stage = transport.send(event, payload, OPTIONS);
        return stage.whenComplete((answer, failure) -> {
            if (failure instanceof TransportException known) {
                failures.computeIfAbsent(known.code(), code -> new AtomicLong()).incrementAndGet();
            } else if (failure == null && right.test(answer)) {
                answered.incrementAndGet();
            } else {
                note(event + ": " + answer + ", " + failure);
            }
        }).toCompletableFuture();
    }

    private void note(String what) {
        synchronized (wrong) {
            wrong.add(what);
        }
        answered.incrementAndGet();
    }
}
