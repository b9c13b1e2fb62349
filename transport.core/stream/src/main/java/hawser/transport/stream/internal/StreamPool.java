// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.StreamInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the streams of one service share: threads, and the list of those that run. A stream that blocks holds its own
 * threads only. Thread-safe.
 */
final class StreamPool implements AutoCloseable {
    private final ExecutorService producers = threads("hawser-stream-producer");
    private final ExecutorService deliverers = threads("hawser-stream");
    private final Set<CreditStream<?>> running = ConcurrentHashMap.newKeySet();
    /** From the time it was made, so that the ids of a service before it do not come again. */
    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() << 20);

    private static ExecutorService threads(String name) {
        return Executors.newCachedThreadPool(action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    void enter(CreditStream<?> stream) {
        running.add(stream);
    }

    void leave(CreditStream<?> stream) {
        running.remove(stream);
    }

    List<StreamInfo> list() {
        return running.stream().map(CreditStream::info).sorted(Comparator.comparingLong(StreamInfo::id)).toList();
    }

    /** Runs the handler of a stream on a thread of its own. */
    void produce(Emitter<?> emitter, CreditStream<?> stream) {
        try {
            producers.execute(emitter::produce);
        } catch (RejectedExecutionException e) {
            stream.serviceLeft();
        }
    }

    /** Runs a stream's deliverer; on this thread, if there are no others any more. */
    void deliver(CreditStream<?> stream) {
        try {
            deliverers.execute(stream);
        } catch (RejectedExecutionException e) {
            stream.run();
        }
    }

    /** Whoever subscribes from here on is refused; what runs fails. */
    @Override
    public void close() {
        producers.shutdown();
        running.forEach(CreditStream::serviceLeft);
        producers.shutdownNow();
        deliverers.shutdown();
    }
}
