// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import com.sun.jna.Pointer;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mapped memory that can be lent as buffers, which nobody can be made to give back. Thread-safe. */
final class LendableMapping {
    /** Lends a part of some memory, read-only, in native order. */
    @FunctionalInterface
    interface Lender {
        ByteBuffer lend(int index, int length);
    }

    /*
     * Whoever got a buffer may keep slices of it, and reading one where nothing is mapped would end the process. So
     * what was lent is not unmapped at the end: zeros that cost no memory take its place, in one step, as long as there
     * is a buffer that can be read. All buffers keep the first one reachable. The addresses of what came back are given
     * up when the next mapping begins or ends.
     */
    private static final Logger LOG = LoggerFactory.getLogger(LendableMapping.class);

    private static final ReferenceQueue<ByteBuffer> RETURNED = new ReferenceQueue<>();
    private static final Set<Loan> LOANS = ConcurrentHashMap.newKeySet();

    private final long address;
    private final long length;
    private ByteBuffer first;
    private ByteBuffer readOnly;

    /** What was lent and is not back yet. */
    private static final class Loan extends PhantomReference<ByteBuffer> {
        private final long address;
        private final long length;

        private Loan(ByteBuffer first, long address, long length) {
            super(first, RETURNED);
            this.address = address;
            this.length = length;
        }
    }

    LendableMapping(long address, long length) {
        this.address = address;
        this.length = length;
        takeBack();
    }

    /** A part of it, read-only, in native order. */
    synchronized ByteBuffer lend(long offset, int count) {
        if (first == null) {
            first = new Pointer(address).getByteBuffer(0, length);
            readOnly = first.asReadOnlyBuffer();
        }
        return readOnly.slice((int) offset, count).order(ByteOrder.nativeOrder());
    }

    /** Lets the memory go. Call once, when nobody lends any more. */
    synchronized void end() {
        if (first == null) {
            NativeMemory.hawser_memory_unmap(address, length);
        } else {
            blank();
            LOANS.add(new Loan(first, address, length));
            first = null;
            readOnly = null;
        }
        takeBack();
    }

    /** If that fails, what was lent shows what it held, and its memory is kept until it is back. */
    private void blank() {
        if (NativeMemory.hawser_memory_blank(address, length) != 0) {
            LOG.error("Memory that buffers still show could not be given up: {}; let go of those buffers",
                    NativeMemory.hawser_error());
        }
    }

    /** {@return how many were lent, have ended, and are not back} */
    static int lent() {
        return LOANS.size();
    }

    /** Gives up the addresses that nobody can read any more. */
    static void takeBack() {
        for (Object returned = RETURNED.poll(); returned != null; returned = RETURNED.poll()) {
            Loan loan = (Loan) returned;
            LOANS.remove(loan);
            NativeMemory.hawser_memory_unmap(loan.address, loan.length);
        }
    }
}
