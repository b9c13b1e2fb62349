// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a kernel that fences the others at closing, and with pins that fence by themselves. */
@ExtendWith(BoundMemory.class)
class PinsTest {
    private static <T> T elsewhere(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.get();
    }

    /** Starts so many threads, which pin until the latch opens. */
    private static List<Thread> within(Pins pins, int count, CountDownLatch leave, Consumer<Seat> seats)
            throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(new Thread(() -> {
                Seat seat = pins.pin();
                seats.accept(seat);
                entered.countDown();
                awaitQuietly(leave);
                seat.leave();
            }));
        }
        threads.forEach(Thread::start);
        entered.await();
        return threads;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveAThreadItsOwnSeatEachTime(boolean fencing) throws Exception {
        Pins pins = new Pins(fencing);
        Seat first = pins.pin();
        first.leave();
        Seat second = pins.pin();

        assertTrue(first == second && !first.isOfAll());
        assertFalse(elsewhere(() -> pins.pin() == first));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveTheSeatsOfTheDeadToOthersAndShareOneAmongTheRest(boolean fencing) throws Exception {
        Pins pins = new Pins(fencing);
        List<Seat> seats = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < 2; round++) {
            seats.clear();
            CountDownLatch leave = new CountDownLatch(1);
            List<Thread> threads = within(pins, 4 * ChannelDescriptor.SEATS, leave, seats::add);
            leave.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(ChannelDescriptor.SEATS, seats.stream().filter(seat -> !seat.isOfAll()).count(),
                    "round=" + round);
            assertTrue(seats.stream().anyMatch(Seat::isOfAll), "round=" + round);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCloseWhenAllWhoAreWithinHaveLeft(boolean fencing) throws Exception {
        Pins pins = new Pins(fencing);
        CountDownLatch leave = new CountDownLatch(1);
        List<Thread> users = within(pins, 2 * ChannelDescriptor.SEATS, leave, seat -> { });
        Thread closer = new Thread(pins::close);
        closer.start();
        for (Seat seat = pins.pin(); seat != null; seat = pins.pin()) {
            seat.leave();
        }

        assertTrue(closer.isAlive());
        leave.countDown();
        closer.join();
        for (Thread user : users) {
            user.join();
        }
        assertNull(pins.pin());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHoldOffersAlone(boolean fencing) {
        Pins pins = new Pins(fencing);
        pins.hold();
        pins.hold();
        Seat seat = pins.pin();
        assertNotNull(seat);
        seat.leave();
        assertNull(pins.pinForOffer());

        pins.admit();
        seat = pins.pinForOffer();
        assertNotNull(seat);
        seat.leave();

        pins.close();
        pins.admit();
        assertNull(pins.pin());
        assertNull(pins.pinForOffer());
    }
}
