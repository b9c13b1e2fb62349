// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.SendResult;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of a channel that are not in it yet. Thread-safe. */
final class SendQueue {
    /*
     * A message that finds nobody before it and room in the channel goes there on its sender's thread, under the lock.
     * Whatever must wait is the sender thread's, which is started for the first that must: it writes direct messages,
     * then queued ones; it waits for room, and for what was sent to be consumed, outside the lock. Stages and the
     * callback are completed outside the lock, too.
     *
     * Each arrival that the waiting thread must look at moves `arrivals`; a wait begins with a look at it. How far the
     * other end has come is read before the thread looks for room and for what was consumed: a wait ends at once if it
     * has come further since.
     */
    private static final Logger LOG = LoggerFactory.getLogger(SendQueue.class);

    private final String channel;
    private final Outlet outlet;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final QueuedMessages queued;
    private final Outcomes outcomes;
    private final DirectMessages direct;
    private final EmptyWatch emptyWatch = new EmptyWatch();
    private volatile int arrivals;
    private boolean blocked;
    private boolean started;
    private boolean closed;
    private long discarded;

    SendQueue(String channel, Outlet outlet, ChannelOptions options) {
        this.channel = channel;
        this.outlet = outlet;
        this.queued = new QueuedMessages(channel, outlet, options);
        this.outcomes = new Outcomes(channel);
        this.direct = new DirectMessages(channel, outlet, outcomes);
        this.thread = new Thread(this::run, "hawser-sender-" + channel);
        thread.setDaemon(true);
    }

    int maxPayload() {
        return outlet.maxPayload();
    }

    SendResult send(ByteBuffer message) {
        if (message.remaining() > outlet.maxPayload()) {
            return SendResult.TOO_LONG;
        }
        lock.lock();
        try {
            if (closed) {
                return SendResult.CLOSED;
            }
            boolean free = queued.isEmpty() && direct.isEmpty() && !queued.isThrottled();
            long written = free ? outlet.write(message) : SharedMemoryChannel.BACK_PRESSURED;
            if (written == SharedMemoryChannel.BACK_PRESSURED) {
                return enqueue(message);
            }
            return written < 0 ? resultOf(written) : sent(written);
        } finally {
            lock.unlock();
        }
    }

    private SendResult sent(long position) {
        emptyWatch.wrote(position);
        if (emptyWatch.isOn()) {
            arrived();
        }
        return SendResult.ACCEPTED;
    }

    private static SendResult resultOf(long code) {
        return code == SharedMemoryChannel.NO_MEMORY ? SendResult.NO_MEMORY : SendResult.POISONED;
    }

    private SendResult enqueue(ByteBuffer message) {
        if (!queued.add(message)) {
            return SendResult.QUEUE_FULL;
        }
        arrived();
        return SendResult.ACCEPTED;
    }

    CompletionStage<Void> sendDirect(ByteBuffer message, Duration timeout, boolean untilConsumed) {
        DirectMessage sent = new DirectMessage(message.slice(), System.nanoTime() + timeout.toNanos(), untilConsumed);
        lock.lock();
        try {
            if (closed) {
                direct.fail(sent, Reason.CLOSED, "an open channel is required");
            } else {
                sendOrAdd(sent);
            }
        } finally {
            lock.unlock();
        }
        settle();
        return sent.done.minimalCompletionStage();
    }

    private void sendOrAdd(DirectMessage message) {
        if (!direct.isEmpty() || !direct.tryWrite(message)) {
            direct.add(message);
            arrived();
        } else if (noteDirect() && (emptyWatch.isOn() || message.untilConsumed)) {
            arrived();
        }
    }

    /** Whether a direct message was written since the last time. */
    private boolean noteDirect() {
        long written = direct.takeLastWritten();
        emptyWatch.wrote(written);
        return written != DirectMessage.UNSENT;
    }

    /** Tells what was decided under the lock, outside it. */
    private void settle() {
        List<Runnable> decided;
        lock.lock();
        try {
            decided = outcomes.take();
        } finally {
            lock.unlock();
        }
        outcomes.tell(decided);
    }

    private void arrived() {
        if (!started) {
            started = true;
            thread.start();
        }
        arrivals++;
        changed.signal();
        outlet.interrupt();
    }

    void onEmpty(Runnable action) {
        lock.lock();
        try {
            emptyWatch.start(action);
            if (emptyWatch.isDue()) {
                arrived();
            }
        } finally {
            lock.unlock();
        }
    }

    void throttle(Duration interval) {
        lock.lock();
        try {
            queued.throttle(interval.toNanos(), System.nanoTime());
            if (started) {
                arrived();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (work()) {
            settle();
        }
        settle();
    }

    /** One turn of the sender thread: whether another one follows. */
    private boolean work() {
        int seen;
        long progress;
        long timeoutNs;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            seen = arrivals;
            progress = outlet.progress();
            long now = System.nanoTime();
            write(now);
            checkConsumed();
            direct.expire(now);
            if (!outcomes.isEmpty()) {
                return true;
            }
            timeoutNs = nextDeadline(now);
            if (!blocked && !awaitsConsumption()) {
                awaitChange(seen, timeoutNs);
                return true;
            }
        } finally {
            lock.unlock();
        }
        outlet.awaitProgress(progress, timeoutNs, () -> arrivals != seen);
        return true;
    }

    private void write(long now) {
        blocked = direct.writeAll();
        noteDirect();
        if (!blocked && queued.beginPass(now)) {
            writeQueued();
        }
    }

    private void writeQueued() {
        while (!queued.isEmpty() && !blocked) {
            long written = queued.write();
            blocked = written == SharedMemoryChannel.BACK_PRESSURED;
            emptyWatch.wrote(written);
        }
    }

    private void checkConsumed() {
        direct.checkConsumed();
        if (queued.isEmpty() && direct.isEmpty()) {
            emptyWatch.check(outlet, outcomes);
        }
    }

    private boolean awaitsConsumption() {
        return direct.awaitConsumption() || emptyWatch.isDue();
    }

    /** How long until something must be done, whatever happens; negative: nothing. */
    private long nextDeadline(long now) {
        long next = queued.nextPass(now, direct.nextDeadline(now, Long.MAX_VALUE));
        return next == Long.MAX_VALUE ? -1 : next;
    }

    private void awaitChange(int seen, long timeoutNs) {
        if (arrivals != seen) {
            return;
        }
        try {
            if (timeoutNs < 0) {
                changed.await();
            } else {
                changed.awaitNanos(timeoutNs);
            }
        } catch (InterruptedException e) {
            // Nobody but the channel ends this thread.
            LOG.debug("The sender of channel {} was interrupted and goes on", channel);
        }
    }

    /** Ends the thread and discards what was not sent, for that reason; then nobody uses the outlet any more. */
    void close(Reason reason) {
        lock.lock();
        try {
            closed = true;
            discarded = queued.size() + direct.size();
            if (discarded > 0) {
                outlet.countLosses(discarded);
                LOG.warn("The channel {} ended with {} messages that were not sent", channel, discarded);
            }
            queued.clear();
            direct.failAll(reason);
            arrivals++;
            changed.signal();
            outlet.interrupt();
        } finally {
            lock.unlock();
        }
        settle();
        Threads.join(thread);
    }

    long discarded() {
        lock.lock();
        try {
            return discarded;
        } finally {
            lock.unlock();
        }
    }
}
