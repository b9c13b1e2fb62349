// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import hawser.transport.Event;
import hawser.transport.SendOptions;
import hawser.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that are sent when they are due, in turn to each of some plugins, whether the ones before were answered or
 * not: who has to wait for a stall is counted, and so is who would have come meanwhile. Where that is more than a
 * machine can do, the sender waits, and is late: so many are open at most.
 */
final class PacedLoad {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    /**
     * What became of one request.
     *
     * @param lateNs from when it was due until it was sent: what the sender itself had to wait for a processor
     * @param takenNs from then until its answer was there
     */
    record Trip(long lateNs, long takenNs) {
        /** {@return from when it was due until its answer was there} */
        long wholeNs() {
            return lateNs + takenNs;
        }
    }

    private static final int OPEN_MOST = 1000;
    /** No answer is given up: one that is late is what is to be seen. */
    private static final SendOptions PATIENT = SendOptions.defaults().withTimeout(Duration.ofMinutes(5));

    private final Transport transport;
    private final List<Event<byte[], byte[]>> events;
    private final long periodNs;
    private final FutureTask<Void> sending = new FutureTask<>(this::run, null);
    private final List<CompletableFuture<Trip>> trips = new ArrayList<>();
    private final int least;
    private volatile boolean over;

    /** Begins at once; sends that many at least. */
    PacedLoad(Transport transport, List<Event<byte[], byte[]>> events, long periodNs, int least) {
        this.transport = transport;
        this.events = events;
        this.periodNs = periodNs;
        this.least = least;
        new Thread(sending, "test-load").start();
    }

    private void run() {
        long begun = System.nanoTime();
        while (!over || trips.size() < least) {
            long due = begun + trips.size() * periodNs;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (trips.size() >= OPEN_MOST) {
                trips.get(trips.size() - OPEN_MOST).join();
            }
            long sent = System.nanoTime();
            trips.add(transport.send(events.get(trips.size() % events.size()), HELLO, PATIENT)
                    .thenApply(answer -> trip(due, sent, answer)).toCompletableFuture());
        }
    }

    private static Trip trip(long due, long sent, byte[] answer) {
        long now = System.nanoTime();
        if (!Arrays.equals(HELLO, answer)) {
            throw new AssertionError("it was answered otherwise: " + Arrays.toString(answer));
        }
        return new Trip(sent - due, now - sent);
    }

    /** {@return what became of each, when all were answered} */
    List<Trip> end() throws InterruptedException, ExecutionException {
        over = true;
        sending.get();
        return trips.stream().map(CompletableFuture::join).toList();
    }
}
