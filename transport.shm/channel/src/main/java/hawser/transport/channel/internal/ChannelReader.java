// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that takes a channel's records: it spins for a moment, then sleeps in the kernel. */
final class ChannelReader {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelReader.class);
    private static final int BURST = 256;
    /** About as long as a wake-up takes: an answer that comes sooner costs none. */
    private static final int SPINS = 1000;

    private final String name;
    private final RingConsumer consumer;
    private final RecordHandler handler;
    private final RecordHandler guarded = this::hand;
    private final Thread thread;
    private volatile boolean stopped;
    private Runnable atEnd = () -> { };

    ChannelReader(String name, RingConsumer consumer, RecordHandler handler) {
        this.name = name;
        this.consumer = consumer;
        this.handler = handler;
        this.thread = new Thread(this::read, "hawser-reader-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread, then runs the action: at once and on this thread, unless this is the reader's own. */
    void stop(Runnable action) {
        if (Thread.currentThread() == thread) {
            atEnd = action;
            stopped = true;
            return;
        }
        stopped = true;
        consumer.interrupt();
        join();
        action.run();
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The memory must not go while the thread reads it; who interrupted is told afterwards.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        int idle = 0;
        int taken = 0;
        while (!stopped && taken != RingConsumer.POISONED) {
            taken = consumer.poll(guarded, BURST);
            idle = taken > 0 ? 0 : idle(idle);
        }
        if (taken == RingConsumer.POISONED) {
            LOG.error("The channel {} cannot be read further: its ring holds an impossible length", name);
        } else {
            drain();
        }
        atEnd.run();
    }

    /** What was committed is delivered; no more than one ring full, so that a producer that goes on cannot hold us. */
    private void drain() {
        int left = consumer.mostRecords();
        int taken = 1;
        while (taken > 0 && left > 0) {
            taken = consumer.poll(guarded, BURST);
            left -= taken;
        }
    }

    private int idle(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
            return spins + 1;
        }
        consumer.awaitRecord(() -> stopped);
        return 0;
    }

    private void hand(int type, long correlation, int key, RecordView payload) {
        try {
            handler.onRecord(type, correlation, key, payload);
        } catch (RuntimeException e) {
            LOG.error("The handler of channel {} failed at a record of type {}", name, type, e);
        }
    }
}
