// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordView;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** A view of a part of a buffer that is moved from record to record, by one thread at a time. */
final class BufferView implements RecordView {
    /*
     * The thread to which it is shown needs no pin: it is within a handler, and memory waits for handlers before it
     * goes. Any other thread pins the memory around its access; what it reads may be stale, but is mapped. A thread can
     * find itself as the reader only if it was shown the view and has not hidden it, so a racy read of that suffices.
     * A buffer cannot be pinned: it comes from a lender, whose memory may be read for ever.
     */
    private final DirectBuffer data;
    private final Pins pins;
    private final LendableMapping.Lender lender;
    private ByteBuffer lent;
    private Thread reader;
    private int index;
    private int length;

    /** The lender has the same bytes. */
    BufferView(DirectBuffer data, Pins pins, LendableMapping.Lender lender) {
        this.data = data;
        this.pins = pins;
        this.lender = lender;
    }

    void show(int newIndex, int newLength) {
        index = newIndex;
        length = newLength;
        reader = Thread.currentThread();
    }

    void hide() {
        length = 0;
        reader = null;
        if (lent != null) {
            lent.position(0).limit(0);
            lent = null;
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public byte get(int offset) {
        Seat pinned = enter();
        try {
            return data.getByte(index + Objects.checkIndex(offset, length));
        } finally {
            leave(pinned);
        }
    }

    @Override
    public int getInt(int offset) {
        Seat pinned = enter();
        try {
            return data.getInt(index + Objects.checkFromIndexSize(offset, Integer.BYTES, length));
        } finally {
            leave(pinned);
        }
    }

    @Override
    public long getLong(int offset) {
        Seat pinned = enter();
        try {
            return data.getLong(index + Objects.checkFromIndexSize(offset, Long.BYTES, length));
        } finally {
            leave(pinned);
        }
    }

    @Override
    public void copy(int offset, ByteBuffer into) {
        Seat pinned = enter();
        try {
            int count = into.remaining();
            data.getBytes(index + Objects.checkFromIndexSize(offset, count, length), into, count);
        } finally {
            leave(pinned);
        }
    }

    @Override
    public int copy(ByteBuffer into) {
        Seat pinned = enter();
        try {
            int count = length;
            if (count > into.remaining()) {
                throw new BufferOverflowException();
            }
            data.getBytes(index, into, count);
            return count;
        } finally {
            leave(pinned);
        }
    }

    @Override
    public byte[] copy() {
        Seat pinned = enter();
        try {
            byte[] copy = new byte[length];
            data.getBytes(index, copy);
            return copy;
        } finally {
            leave(pinned);
        }
    }

    @Override
    public ByteBuffer buffer() {
        if (reader != Thread.currentThread()) {
            throw new IllegalStateException("a payload's buffer is its handler's thread's, until the handler returns");
        }
        if (lent == null) {
            lent = lender.lend(index, length);
        }
        return lent;
    }

    /** The seat to leave, if the memory had to be pinned. */
    private Seat enter() {
        if (reader == Thread.currentThread()) {
            return null;
        }
        Seat seat = pins.pin();
        if (seat == null) {
            throw new IndexOutOfBoundsException("a payload can be read until its handler returns");
        }
        return seat;
    }

    private static void leave(Seat pinned) {
        if (pinned != null) {
            pinned.leave();
        }
    }
}
