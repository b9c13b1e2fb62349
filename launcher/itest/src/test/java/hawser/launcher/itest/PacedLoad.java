// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import hawser.transport.Event;
import hawser.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that are sent when they are due, in turn to each of some plugins, whether the ones before were answered or
 * not. Each takes from when it was due until its answer is there: who has to wait for a stall is counted, and so is who
 * would have come meanwhile.
 */
final class PacedLoad {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    private final Transport transport;
    private final List<Event<byte[], byte[]>> events;
    private final long periodNs;
    private final Thread thread = new Thread(this::run, "test-load");
    private final List<CompletableFuture<Long>> times = new ArrayList<>();
    private final int least;
    private volatile boolean over;

    /** Begins at once; sends that many at least. */
    PacedLoad(Transport transport, List<Event<byte[], byte[]>> events, long periodNs, int least) {
        this.transport = transport;
        this.events = events;
        this.periodNs = periodNs;
        this.least = least;
        thread.start();
    }

    private void run() {
        long begun = System.nanoTime();
        while (!over || times.size() < least) {
            long due = begun + times.size() * periodNs;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            times.add(transport.send(events.get(times.size() % events.size()), HELLO)
                    .thenApply(answer -> taken(due, answer)).toCompletableFuture());
        }
    }

    private static long taken(long due, byte[] answer) {
        long now = System.nanoTime();
        if (!Arrays.equals(HELLO, answer)) {
            throw new AssertionError("it was answered otherwise: " + Arrays.toString(answer));
        }
        return now - due;
    }

    /** {@return how many nanoseconds each took, when all were answered} */
    List<Long> end() throws InterruptedException {
        over = true;
        thread.join();
        return times.stream().map(CompletableFuture::join).toList();
    }
}
