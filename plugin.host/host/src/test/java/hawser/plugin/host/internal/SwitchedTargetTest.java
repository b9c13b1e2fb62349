// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.StreamContext;
import hawser.transport.channel.SharedMemoryChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SwitchedTargetTest {
    private final TestGeneration first = new TestGeneration("first");
    private final TestGeneration second = new TestGeneration("second");
    private final SwitchedTarget target = new SwitchedTarget(first.target());

    private TestExchange ask(Object payload) {
        TestExchange exchange = new TestExchange(payload);
        target.accept(exchange);
        return exchange;
    }

    @Test
    void shouldHandWhatWaitsToTheNextGenerationInOrder() {
        ask("1");
        target.pause();
        ask("2");
        target.acceptAll(List.of(new TestExchange("3"), new TestExchange("4")));

        target.resume(second.target());
        ask("5");

        assertEquals(List.of("1"), first.taken());
        assertEquals(List.of("2", "3", "4", "5"), second.taken());
    }

    @Test
    void shouldTakeNothingBeforeWhatWaitsWhenTheSameGenerationGoesOn() {
        target.pause();
        ask("1");
        ask("2");
        first.onceOpen(() -> ask("3"));

        target.resume(first.target());

        assertEquals(List.of("1", "2", "3"), first.taken());
    }

    @Test
    void shouldFailAloneWhatCannotBeEncoded() {
        target.pause();
        TestExchange failing = ask(TestGeneration.UNENCODABLE);
        TestExchange breaking = ask(TestGeneration.BREAKING);
        ask("1");

        target.resume(second.target());
        ask("2");

        assertEquals(ErrorCode.SERIALIZE_FAILED, failing.failure().code());
        assertEquals(ErrorCode.SERIALIZE_FAILED, breaking.failure().code());
        assertEquals(List.of("1", "2"), second.taken());
    }

    @Test
    void shouldLetThoseWhoAreAnsweredWaitForOthersWhoAsk() {
        target.pause();
        ask(TestGeneration.UNENCODABLE).outcome().whenComplete((answer, failure) -> onAnotherThread("1"));

        target.resume(second.target());

        assertEquals(List.of("1"), second.taken());
    }

    @Test
    void shouldFailWhatWaitsWhenThereIsNoNextGeneration() {
        target.pause();
        TestExchange waiting = ask("1");
        assertNull(waiting.failure());
        waiting.outcome().whenComplete((answer, failure) -> onAnotherThread("2"));

        target.end();

        assertEquals(ErrorCode.PLUGIN_STOPPED, waiting.failure().code());
        assertEquals(ErrorCode.PLUGIN_STOPPED, ask("3").failure().code());
        assertTrue(first.taken().isEmpty());
    }

    @Test
    void shouldOfferAloneWhatFindsNoRoomTogether() {
        first.hasRoomFor(2);
        List<TestExchange> all = Stream.of("1", "2", "3", "4", "5").map(TestExchange::new).toList();

        target.acceptAll(List.copyOf(all));

        assertEquals(List.of("1", "2", "3", "4", "5"), first.taken());
        all.forEach(exchange -> assertNull(exchange.failure()));
    }

    @Test
    void shouldKeepNoPlaceForStreamsThatCannotBeAskedFor() {
        for (int i = 0; i <= SharedMemoryChannel.STREAMS; i++) {
            Object payload = i % 2 == 0 ? TestGeneration.UNENCODABLE : TestGeneration.BREAKING;
            assertThrows(Throwable.class, () -> target.produce(TestExchange.EVENT, payload,
                    stream(new ArrayList<>())));
        }

        target.produce(TestExchange.EVENT, "1", stream(new ArrayList<>()));

        assertEquals(List.of("1"), first.taken());
    }

    @Test
    void shouldTakeNoneAfterOneThatWasNotTaken() {
        AtomicInteger offers = new AtomicInteger();
        first.target().hold();
        first.beforeOffer(() -> {
            if (offers.incrementAndGet() == 2) {
                first.target().open();
            }
        });

        target.acceptAll(List.of(TestExchange.notification("1"), TestExchange.notification("2")));

        assertEquals(List.of("1", "2"), first.taken());
    }

    /** At each time that somebody may look in vain for a generation that takes his request. */
    @Test
    void shouldTellTheCrashWhenTheNextGenerationComesAsSomebodyGivesUp() {
        for (int look = 1; look <= 100; look++) {
            TestGeneration dead = new TestGeneration("dead");
            TestGeneration next = new TestGeneration("next");
            SwitchedTarget switched = new SwitchedTarget(dead.target());
            dead.target().fall("it died");
            AtomicInteger looks = new AtomicInteger(look);
            TestExchange asked = new TestExchange("1");
            asked.onLook(() -> {
                if (looks.decrementAndGet() == 0) {
                    switched.resume(next.target());
                }
            });

            switched.accept(asked);

            assertEquals(next.taken().isEmpty() ? ErrorCode.PLUGIN_CRASHED : "open", asked.end(), "at look " + look);
        }
    }

    @Test
    void shouldHandToTheNextWhatWasAboutToBeOfferedWhenOneEnded() throws Exception {
        Thread swap = swapBeforeTheFirstOffer();

        TestExchange late = ask("1");
        swap.join();

        assertNull(late.failure());
        assertEquals(List.of("1"), second.taken());
    }

    @Test
    void shouldHandToTheNextAllThatWereAboutToBeOfferedTogetherWhenOneEnded() throws Exception {
        Thread swap = swapBeforeTheFirstOffer();
        List<TestExchange> late = List.of(new TestExchange("1"), new TestExchange("2"));

        target.acceptAll(List.copyOf(late));
        swap.join();

        late.forEach(exchange -> assertNull(exchange.failure()));
        assertEquals(List.of("1", "2"), second.taken());
    }

    @Test
    void shouldHandToTheNextAStreamThatWasAboutToBeAskedForWhenOneEnded() throws Exception {
        Thread swap = swapBeforeTheFirstOffer();
        List<String> called = new CopyOnWriteArrayList<>();

        target.produce(TestExchange.EVENT, "1", stream(called));
        swap.join();

        assertFalse(called.contains("error"));
        assertEquals(List.of("1"), second.taken());
    }

    /** One that notes what it is called for. */
    @SuppressWarnings("unchecked") // a proxy of that type
    private static StreamContext<Object> stream(List<String> called) {
        return TestGeneration.stand(StreamContext.class, (proxy, method, arguments) -> {
            called.add(method.getName());
            return switch (method.getName()) {
                case "remaining" -> Duration.ZERO;
                case "isCancelled" -> false;
                default -> null;
            };
        });
    }

    /** What ends all that the first one owes, and comes to that as far as it can before anything is offered. */
    private Thread swapBeforeTheFirstOffer() {
        Thread swap = new Thread(() -> {
            target.pause();
            target.resume(second.target());
            first.target().drain();
            first.target().failPending();
        });
        first.beforeOffer(() -> {
            if (swap.getState() == Thread.State.NEW) {
                swap.start();
            }
            while (swap.getState() != Thread.State.WAITING && swap.isAlive()) {
                assertFalse(Thread.currentThread().isInterrupted(), "it must come to wait: " + swap.getState());
                Thread.onSpinWait();
            }
        });
        return swap;
    }

    /** Gives up, with a failure, rather than to hang. */
    private void onAnotherThread(String payload) {
        CompletableFuture.runAsync(() -> ask(payload)).orTimeout(30, TimeUnit.SECONDS).join();
    }
}
