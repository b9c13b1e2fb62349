// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.OpenClaim;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** The claims of one producing end. Gives back those that nobody can commit any more. Thread-safe. */
final class Claims {
    /*
     * A record under way belongs to the thread that claimed it. If that thread has ended, or the claim cannot be
     * reached any more, nobody will commit the record, and it would hold up all behind it; so it is padded over. That
     * is proof, not a guess by time: a thread that is only slow keeps its claim. Who takes the owner's name off the
     * entry, by compare and set, may end the record; so it ends once.
     *
     * Those who suffer look: a producer that finds no room or a consumer asleep, and a caller that waits for an answer.
     */
    private static final int PRUNED_AT_FIRST = 16;
    private static final VarHandle OWNER;

    private final RingProducer producer;
    private final List<Entry> entries = new ArrayList<>();
    private int pruneAt = PRUNED_AT_FIRST;
    private volatile boolean any;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(Entry.class, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What is under way in one claim. Written by its owner. */
    static final class Entry extends WeakReference<RingClaim> {
        private volatile Thread owner;
        private long position;
        private int length;

        private Entry(RingClaim claim) {
            super(claim);
        }

        long position() {
            return position;
        }

        int length() {
            return length;
        }

        boolean isFree() {
            return owner == null;
        }

        boolean isMine() {
            return owner == Thread.currentThread();
        }

        void begin(long newPosition, int newLength) {
            position = newPosition;
            length = newLength;
            OWNER.setRelease(this, Thread.currentThread()); // release: who sees the owner sees the rest
        }

        /** By the owner, after the record's last store. */
        void end() {
            OWNER.setRelease(this, null);
        }

        private boolean isAbandonedBy(Thread thread) {
            return thread != null && (!thread.isAlive() || refersTo(null));
        }

        private boolean takeFrom(Thread thread) {
            return OWNER.compareAndSet(this, thread, null);
        }
    }

    Claims(RingProducer producer) {
        this.producer = producer;
    }

    /** An entry for a new claim. */
    synchronized Entry enter(RingClaim claim) {
        if (entries.size() >= pruneAt) {
            passAbandoned();
            entries.removeIf(entry -> entry.isFree() && entry.refersTo(null));
            pruneAt = Math.max(PRUNED_AT_FIRST, 2 * entries.size());
        }
        Entry entry = new Entry(claim);
        entries.add(entry);
        any = true;
        return entry;
    }

    /** {@return those under way, of a channel of that name} */
    synchronized List<OpenClaim> open(String channel) {
        List<OpenClaim> open = new ArrayList<>();
        for (Entry entry : entries) {
            Thread owner = entry.owner;
            if (owner != null) { // read first: the rest is then that of its record, or of a later one
                open.add(new OpenClaim(channel, owner.getName(), entry.position, entry.length));
            }
        }
        return open;
    }

    /** Whether a claim was ever made. */
    boolean hasAny() {
        return any;
    }

    /** Pads over the records whose owners are gone. The memory must be there. */
    void passAbandoned() {
        if (any) {
            end(false);
        }
    }

    /** Pads over every record under way: from now on nobody can write it. The memory must be there. */
    void abortAll() {
        if (any) {
            end(true);
        }
    }

    private synchronized void end(boolean all) {
        boolean ended = false;
        for (Entry entry : entries) {
            Thread owner = entry.owner;
            if ((all && owner != null || entry.isAbandonedBy(owner)) && entry.takeFrom(owner)) {
                producer.abort(entry.position, entry.length);
                ended = true;
            }
        }
        if (ended) {
            producer.wakeConsumer();
        }
    }
}
