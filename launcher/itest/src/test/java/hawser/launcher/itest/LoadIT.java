// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.launcher.itest.load.NumberActivator;
import hawser.launcher.itest.load.NumberHandler;
import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import hawser.transport.SendOptions;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Very many requests from eight threads over fifty events, in Java and native. Of twenty, one fails, one is cancelled
 * and one times out, while bundles with handlers come and go. The profile {@code proof} makes it a million.
 */
public class LoadIT extends InFelix {
    private static final int REQUESTS = Integer.getInteger("hawser.load.requests", 40_000);
    private static final int SENDERS = 8;
    private static final int STEADY = 40;
    private static final int ALL = 49;
    private static final Set<ErrorCode> GONE = Set.of(ErrorCode.UNKNOWN_EVENT, ErrorCode.TRANSPORT_DESTROYED,
            ErrorCode.PLUGIN_STOPPED, ErrorCode.BACK_PRESSURED);
    private static final SendOptions LONG = SendOptions.defaults().withTimeout(Duration.ofMinutes(5));
    private static final SendOptions SHORT = SendOptions.defaults().withTimeout(Duration.ofMillis(20));

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicIntegerArray ends = new AtomicIntegerArray(REQUESTS);
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<Bundle> bundles = new ArrayList<>();
    private Transport transport;
    private Bundle coming;
    private Bundle echo;

    @Before
    public void start() throws Exception {
        transport = service(Transport.class);
        install("load.steady", 0, STEADY);
        coming = install("load.coming", STEADY, ALL - STEADY);
        echo = startEcho();
        bundles.add(echo);
    }

    private Bundle install(String name, int first, int count) throws Exception {
        Bundle bundle = new ClassBundle(name, NumberActivator.class, NumberHandler.class)
                .header(NumberActivator.EVENTS, first + "," + count).install(context);
        bundles.add(bundle);
        bundle.start();
        return bundle;
    }

    @After
    public void uninstall() throws BundleException {
        for (Bundle bundle : bundles) {
            bundle.uninstall();
        }
    }

    @Test
    public void shouldEndEachRequestOnceWithTheRightOutcomeAndLeaveNothing() throws Exception {
        Set<String> threadsBefore = threads();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new Thread(this::sendAll, "sender " + i));
        }
        senders.forEach(Thread::start);
        while (next.get() < REQUESTS) {
            coming.stop();
            coming.start();
            echo.stop();
            start(echo);
        }
        for (Thread sender : senders) {
            sender.join();
        }
        awaitAllEnded();

        assertEquals(List.of(), List.copyOf(wrong));
        for (int i = 0; i < REQUESTS; i++) {
            assertEquals("ends of request " + i, 1, ends.get(i));
        }
        assertNothingLeft(threadsBefore);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void awaitAllEnded() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (ended.get() < REQUESTS) {
            assertTrue(ended + " of " + REQUESTS + " ended", System.nanoTime() < until);
            Thread.onSpinWait();
        }
    }

    private void assertNothingLeft(Set<String> threadsBefore) throws Exception {
        List<EventStatistics> statistics = awaitNoneInFlight(service(EventCatalog.class));
        long counted = statistics.stream()
                .filter(event -> event.event().startsWith("load:") || event.event().equals(ECHO.name()))
                .mapToLong(EventStatistics::begun).sum();
        assertEquals(REQUESTS, counted);
        Set<String> threads = threads();
        threads.removeAll(threadsBefore);
        threads.removeIf(name -> name.startsWith("hawser-loader"));
        assertEquals(Set.of(), threads);
    }

    /** Who asks whether a request has ended may know it sooner than whoever ended it has counted it. */
    private static List<EventStatistics> awaitNoneInFlight(EventCatalog catalog) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        List<EventStatistics> statistics = catalog.statistics();
        while (statistics.stream().anyMatch(event -> event.inFlight() != 0)) {
            assertTrue("in flight: " + statistics, System.nanoTime() < until);
            Thread.onSpinWait();
            statistics = catalog.statistics();
        }
        return statistics;
    }

    private void sendAll() {
        for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
            int event = i / NumberActivator.KINDS % (ALL + 1);
            if (event == ALL) {
                sendNative(i);
            } else {
                sendJava(i, event);
            }
        }
    }

    /** The echo answers at once: its request may be answered before it is cancelled. */
    private void sendNative(int number) {
        byte[] payload = ByteBuffer.allocate(4).putInt(number).array();
        Cancellation cancellation = new Cancellation();
        CompletionStage<byte[]> stage = transport.send(ECHO, payload, LONG.withCancellation(cancellation));
        boolean cancels = number % NumberActivator.KINDS == 1;
        stage.whenComplete((answer, failure) -> {
            boolean right = failure == null ? ByteBuffer.wrap(answer).getInt() == number
                    : isGone(failure) || cancels && code(failure) == ErrorCode.CANCELLED;
            end(number, right, answer, failure);
        });
        if (cancels) {
            cancellation.cancel();
        }
    }

    private void sendJava(int number, int event) {
        int kind = number % NumberActivator.KINDS;
        Cancellation cancellation = new Cancellation();
        CompletionStage<Integer> stage = transport.send(NumberActivator.event(event), number,
                kind == 2 ? SHORT : LONG.withCancellation(cancellation));
        stage.whenComplete((answer, failure) -> {
            boolean right = switch (kind) {
                case 0 -> code(failure) == ErrorCode.INTERNAL_ERROR;
                case 1 -> code(failure) == ErrorCode.CANCELLED;
                case 2 -> code(failure) == ErrorCode.TIMEOUT;
                default -> failure == null && answer == -number;
            };
            end(number, right || event >= STEADY && isGone(failure), answer, failure);
        });
        if (kind == 1) {
            cancellation.cancel();
        }
    }

    private static ErrorCode code(Throwable failure) {
        return failure instanceof TransportException known ? known.code() : null;
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof TransportException known && GONE.contains(known.code());
    }

    private void end(int number, boolean right, Object answer, Throwable failure) {
        ends.incrementAndGet(number);
        if (!right) {
            wrong.add("request " + number + ": " + answer + ", " + failure);
        }
        ended.incrementAndGet();
    }
}
