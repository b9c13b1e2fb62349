// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.SendResult;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
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
     * Each arrival that the waiting thread must look at moves `arrivals`; a wait begins with a look at it.
     */
    private static final Logger LOG = LoggerFactory.getLogger(SendQueue.class);
    private static final long NOTHING = -1;

    private final String channel;
    private final Outlet outlet;
    private final ChannelOptions options;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> queued = new ArrayDeque<>();
    private final Queue<DirectMessage> direct = new ArrayDeque<>();
    private final List<DirectMessage> unconsumed = new ArrayList<>();
    private final List<Runnable> outcomes = new ArrayList<>();
    private volatile int arrivals;
    private Runnable onEmpty = () -> { };
    private boolean watchesEmpty;
    private long queuedBytes;
    private long lastPosition = NOTHING;
    private long throttleNs;
    private long nextPassNs;
    private boolean blocked;
    private boolean started;
    private boolean closed;
    private long discarded;

    SendQueue(String channel, Outlet outlet, ChannelOptions options) {
        this.channel = channel;
        this.outlet = outlet;
        this.options = options;
        this.thread = new Thread(this::run, "hawser-sender-" + channel);
        thread.setDaemon(true);
    }

    SendResult send(ByteBuffer message) {
        int length = message.remaining();
        if (length > outlet.maxPayload()) {
            return SendResult.TOO_LONG;
        }
        lock.lock();
        try {
            if (closed) {
                return SendResult.CLOSED;
            }
            boolean free = queued.isEmpty() && direct.isEmpty() && throttleNs == 0;
            long written = free ? outlet.write(message) : SharedMemoryChannel.BACK_PRESSURED;
            if (written == SharedMemoryChannel.BACK_PRESSURED) {
                return enqueue(message, length);
            }
            return written < 0 ? resultOf(written) : sent(written);
        } finally {
            lock.unlock();
        }
    }

    private SendResult sent(long position) {
        lastPosition = position;
        if (watchesEmpty) {
            arrived();
        }
        return SendResult.ACCEPTED;
    }

    private static SendResult resultOf(long code) {
        return code == SharedMemoryChannel.NO_MEMORY ? SendResult.NO_MEMORY : SendResult.POISONED;
    }

    private SendResult enqueue(ByteBuffer message, int length) {
        boolean full = queued.size() >= options.queueMessages() || queuedBytes + length > options.queueBytes();
        if (full && !queued.isEmpty()) {
            return SendResult.QUEUE_FULL;
        }
        queued.add(ByteBuffer.allocate(length).put(message.duplicate()).flip());
        queuedBytes += length;
        arrived();
        return SendResult.ACCEPTED;
    }

    CompletionStage<Void> sendDirect(ByteBuffer message, Duration timeout, boolean untilConsumed) {
        DirectMessage sent = new DirectMessage(message.slice(), System.nanoTime() + timeout.toNanos(), untilConsumed);
        lock.lock();
        try {
            if (closed) {
                fail(sent, Reason.CLOSED, "an open channel is required");
            } else if (!direct.isEmpty() || !tryWrite(sent)) {
                direct.add(sent);
                arrived();
            }
        } finally {
            lock.unlock();
        }
        settle();
        return sent.done.minimalCompletionStage();
    }

    /** Writes a direct message, if there is room: whether it is done with. */
    private boolean tryWrite(DirectMessage message) {
        if (message.bytes.remaining() > outlet.maxPayload()) {
            fail(message, Reason.TOO_LONG, "a message may have " + outlet.maxPayload() + " bytes: length="
                    + message.bytes.remaining());
            return true;
        }
        long written = outlet.write(message.bytes);
        if (written == SharedMemoryChannel.BACK_PRESSURED) {
            return false;
        }
        if (written < 0) {
            fail(message, written == SharedMemoryChannel.NO_MEMORY ? Reason.NO_MEMORY : Reason.POISONED,
                    "a channel whose memory can be had and is not broken is required");
            return true;
        }
        message.position = written;
        sent(written);
        if (message.untilConsumed) {
            unconsumed.add(message);
            arrived();
        } else {
            outcomes.add(() -> message.done.complete(null));
        }
        return true;
    }

    private void fail(DirectMessage message, Reason reason, String text) {
        fail(message, new ChannelException(reason, text + ": channel=" + channel));
    }

    private void fail(DirectMessage message, ChannelException failure) {
        outcomes.add(() -> message.done.completeExceptionally(failure));
    }

    /** Completes what was decided under the lock, outside it. */
    private void settle() {
        List<Runnable> decided;
        lock.lock();
        try {
            if (outcomes.isEmpty()) {
                return;
            }
            decided = List.copyOf(outcomes);
            outcomes.clear();
        } finally {
            lock.unlock();
        }
        decided.forEach(this::tell);
    }

    private void tell(Runnable outcome) {
        try {
            outcome.run();
        } catch (RuntimeException e) {
            LOG.error("A callback of channel {} failed", channel, e);
        }
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
            onEmpty = action;
            watchesEmpty = true;
            if (lastPosition != NOTHING) {
                arrived();
            }
        } finally {
            lock.unlock();
        }
    }

    void throttle(Duration interval) {
        lock.lock();
        try {
            throttleNs = interval.toNanos();
            nextPassNs = System.nanoTime() + throttleNs;
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
        long timeoutNs;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            seen = arrivals;
            long now = System.nanoTime();
            blocked = false;
            writeDirect();
            writeQueued(now);
            checkConsumed();
            expire(now);
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
        outlet.awaitProgress(timeoutNs, () -> arrivals != seen);
        return true;
    }

    private void writeDirect() {
        while (!direct.isEmpty() && !blocked) {
            if (tryWrite(direct.peek())) {
                direct.remove();
            } else {
                blocked = true;
            }
        }
    }

    private void writeQueued(long now) {
        if (queued.isEmpty() || !direct.isEmpty() || throttleNs != 0 && nextPassNs - now > 0) {
            return;
        }
        while (!queued.isEmpty() && !blocked) {
            long written = outlet.write(queued.peek());
            if (written == SharedMemoryChannel.BACK_PRESSURED) {
                blocked = true;
            } else {
                queuedBytes -= queued.remove().remaining();
                lastPosition = written < 0 ? lastPosition : written;
                if (written < 0) {
                    outlet.countLosses(1);
                    LOG.warn("A message of channel {} is lost: the other end has broken its memory", channel);
                }
            }
        }
        nextPassNs = now + throttleNs;
    }

    private void checkConsumed() {
        for (Iterator<DirectMessage> each = unconsumed.iterator(); each.hasNext();) {
            DirectMessage message = each.next();
            if (outlet.isConsumed(message.position)) {
                each.remove();
                outcomes.add(() -> message.done.complete(null));
            }
        }
        if (watchesEmpty && lastPosition != NOTHING && queued.isEmpty() && direct.isEmpty()
                && outlet.isConsumed(lastPosition)) {
            lastPosition = NOTHING;
            outcomes.add(onEmpty);
        }
    }

    private boolean awaitsConsumption() {
        return !unconsumed.isEmpty() || watchesEmpty && lastPosition != NOTHING;
    }

    private void expire(long now) {
        expire(direct, now);
        expire(unconsumed, now);
    }

    private void expire(Iterable<DirectMessage> messages, long now) {
        for (Iterator<DirectMessage> each = messages.iterator(); each.hasNext();) {
            DirectMessage message = each.next();
            if (message.deadlineNs - now <= 0) {
                each.remove();
                fail(message, message.timeout(channel));
            }
        }
    }

    /** How long until something must be done, whatever happens; negative: nothing. */
    private long nextDeadline(long now) {
        long next = Long.MAX_VALUE;
        for (DirectMessage message : direct) {
            next = Math.min(next, message.deadlineNs - now);
        }
        for (DirectMessage message : unconsumed) {
            next = Math.min(next, message.deadlineNs - now);
        }
        if (!queued.isEmpty() && throttleNs != 0) {
            next = Math.min(next, Math.max(1, nextPassNs - now));
        }
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

    /** Ends the thread and discards what was not sent; then nobody uses the outlet any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            discarded = queued.size() + direct.size();
            direct.forEach(message -> fail(message, Reason.CLOSED, "the channel was closed before it had room"));
            unconsumed.forEach(message -> fail(message, Reason.CLOSED, "the channel was closed before it was taken"));
            if (discarded > 0) {
                outlet.countLosses(discarded);
                LOG.warn("The channel {} was closed with {} messages that were not sent", channel, discarded);
            }
            queued.clear();
            direct.clear();
            unconsumed.clear();
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
