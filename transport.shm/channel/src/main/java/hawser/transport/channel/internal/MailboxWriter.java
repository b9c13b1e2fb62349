// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.SharedMemoryChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The writing end of one half of a mailbox: one message at a time lies there until the other end takes it. */
final class MailboxWriter implements Outlet {
    private final MailboxFile file;
    private final MailboxHalf half;
    private final CheckIntervals intervals;
    private final Failure failure;
    private final ByteBuffer word = MailboxFile.word();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong backPressured = new AtomicLong();
    private final AtomicLong losses = new AtomicLong();
    private final AtomicReference<Thread> waiting = new AtomicReference<>();
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);
    private volatile boolean broken;

    MailboxWriter(MailboxFile file, MailboxHalf half, CheckIntervals intervals, Failure failure) {
        this.file = file;
        this.half = half;
        this.intervals = intervals;
        this.failure = failure;
    }

    @Override
    public int maxPayload() {
        return half.size();
    }

    @Override
    public long write(ByteBuffer message) {
        if (broken) {
            return SharedMemoryChannel.POISONED;
        }
        try {
            if (signal() != MailboxDescriptor.FREE) {
                backPressured.incrementAndGet();
                return SharedMemoryChannel.BACK_PRESSURED;
            }
            file.write(staged(message), half.data());
            store(half.signal() + MailboxDescriptor.LENGTH_OFFSET, message.remaining());
            store(half.signal(), MailboxDescriptor.FULL);
        } catch (IOException e) {
            return broken(e);
        }
        bytes.addAndGet(message.remaining());
        return messages.incrementAndGet();
    }

    /** A copy, since writing moves a buffer's position, and the message's is the sender's. */
    private ByteBuffer staged(ByteBuffer message) {
        int length = message.remaining();
        if (staging.capacity() < length) {
            staging = ByteBuffer.allocateDirect(length);
        }
        return staging.clear().put(0, message, message.position(), length).limit(length);
    }

    private long broken(IOException cause) {
        broken = true;
        failure.report(Reason.POISONED, "a mailbox must be writable: " + cause.getMessage());
        return SharedMemoryChannel.POISONED;
    }

    private synchronized int signal() throws IOException {
        file.read(word.clear(), half.signal());
        return word.getInt(0);
    }

    private synchronized void store(long offset, int value) throws IOException {
        file.write(word.clear().putInt(value).flip(), offset);
    }

    @Override
    public boolean isConsumed(long position) {
        if (position < messages.get() || broken) {
            return !broken;
        }
        try {
            return signal() == MailboxDescriptor.FREE;
        } catch (IOException e) {
            broken(e);
            return false;
        }
    }

    @Override
    public long progress() {
        return 0; // nobody wakes: it looks again after an interval, whatever has come meanwhile
    }

    @Override
    public void awaitProgress(long progress, long timeoutNs, BooleanSupplier over) {
        waiting.set(Thread.currentThread());
        if (!over.getAsBoolean()) {
            long interval = intervals.fastNs();
            LockSupport.parkNanos(this, timeoutNs < 0 ? interval : Math.min(interval, timeoutNs));
        }
        waiting.set(null);
    }

    @Override
    public void interrupt() {
        LockSupport.unpark(waiting.get());
    }

    @Override
    public void countLosses(long count) {
        losses.addAndGet(count);
    }

    ChannelInfo.Counts counts() {
        long written = messages.get();
        long consumed = isConsumed(written) ? written : Math.max(0, written - 1);
        return new ChannelInfo.Counts(written, bytes.get(), consumed, backPressured.get(), 0, 0, 0, losses.get(), 0);
    }
}
