// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** One direction of the guide's mailbox: a signal, a length, a buffer; one message at a time. */
public final class MailboxPipe implements Pipe {
    private static final int SIGNAL_OFFSET = 0;
    private static final int LENGTH_OFFSET = 4;
    private static final int BUFFER_OFFSET = 16;
    private static final int FREE = 0;
    private static final int DATA = 1;
    private static final long WRITER_POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long READER_POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SharedMemory shared;
    private final UnsafeBuffer memory;
    private final boolean isSpinning;

    private MailboxPipe(int length, boolean isSpinning) {
        this.shared = SharedMemory.of(BUFFER_OFFSET + length);
        this.memory = shared.buffer();
        this.isSpinning = isSpinning;
    }

    /** {@return one whose ends look all the time} */
    public static Pipe spinning(int length) {
        return new MailboxPipe(length, true);
    }

    /** {@return the guide's: the writer looks each millisecond, the reader each ten} */
    public static Pipe polling(int length) {
        return new MailboxPipe(length, false);
    }

    @Override
    public boolean offer(UnsafeBuffer message) {
        if (memory.getIntVolatile(SIGNAL_OFFSET) != FREE) {
            rest(WRITER_POLL_NS);
            return false;
        }
        memory.putBytes(BUFFER_OFFSET, message, 0, message.capacity());
        memory.putInt(LENGTH_OFFSET, message.capacity());
        memory.putIntRelease(SIGNAL_OFFSET, DATA); // release: buffer and length come before
        return true;
    }

    @Override
    public int poll(UnsafeBuffer into, int limit) {
        if (memory.getIntVolatile(SIGNAL_OFFSET) != DATA) {
            rest(READER_POLL_NS);
            return 0;
        }
        memory.getBytes(BUFFER_OFFSET, into, 0, memory.getInt(LENGTH_OFFSET));
        memory.putIntRelease(SIGNAL_OFFSET, FREE); // release: the reads come before
        return 1;
    }

    private void rest(long ns) {
        if (!isSpinning) {
            LockSupport.parkNanos(ns);
        }
    }

    @Override
    public void close() {
        shared.close();
    }
}
