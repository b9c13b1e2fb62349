// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The items that a stream's consumer has not taken yet, as many as its buffer holds, and how many it has asked for. Any
 * thread may add, holding the lock; one thread at a time takes.
 */
final class ItemRing {
    /*
     * An item is stored with release and taken with acquire: a slot that is not null is an item seen whole. The taker
     * clears the slot before it publishes its position, with release; a producer reads that position only when its own
     * copy says that the ring is full.
     *
     * The lock is a spin lock, held for a few instructions. It costs one compare-and-set an item, and buys two things:
     * any thread may add, and a taker that holds it, and finds nothing, knows that whoever adds next will see what it
     * wrote under it. So nobody needs a fence between adding and looking whether the taker sleeps.
     *
     * What the two sides write lies far apart in one array, so that they do not share a cache line.
     */
    private static final int FAR = 16;
    private static final int LOCK = FAR;
    private static final int TAIL = LOCK + 1;
    private static final int KNOWN_HEAD = LOCK + 2;
    private static final int HEAD = LOCK + 2 * FAR;
    private static final int REQUESTED = HEAD + 2 * FAR;
    private static final int WORDS = REQUESTED + 2 * FAR;
    private static final int SPINS = 100;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private final int capacity;
    private final int mask;
    private final Object[] slots;
    private final long[] words = new long[WORDS];

    ItemRing(int capacity) {
        this.capacity = capacity;
        this.slots = new Object[Math.max(2, Integer.highestOneBit(capacity - 1) << 1)];
        this.mask = slots.length - 1;
    }

    int capacity() {
        return capacity;
    }

    void lock() {
        for (int i = 1; !WORD.compareAndSet(words, LOCK, 0L, 1L); i++) {
            if (i % SPINS == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    void unlock() {
        WORD.setRelease(words, LOCK, 0L);
    }

    /** Adds, if there is room. Under the lock. */
    boolean add(Object item) {
        long tail = words[TAIL];
        if (tail - words[KNOWN_HEAD] >= capacity) {
            words[KNOWN_HEAD] = taken();
            if (tail - words[KNOWN_HEAD] >= capacity) {
                return false;
            }
        }
        SLOT.setRelease(slots, (int) tail & mask, item);
        WORD.setOpaque(words, TAIL, tail + 1);
        return true;
    }

    /** The next item, or null. By the taker. */
    Object take() {
        long head = words[HEAD];
        int index = (int) head & mask;
        Object item = SLOT.getAcquire(slots, index);
        if (item != null) {
            slots[index] = null;
            WORD.setRelease(words, HEAD, head + 1);
        }
        return item;
    }

    /** Whether there is an item to take. By the taker. */
    boolean hasItem() {
        return SLOT.getAcquire(slots, (int) words[HEAD] & mask) != null;
    }

    /** How many items were added so far. */
    long added() {
        return (long) WORD.getOpaque(words, TAIL);
    }

    /** How many items were taken so far. */
    long taken() {
        return (long) WORD.getAcquire(words, HEAD);
    }

    /** Asks for so many more; more than can be counted is for all. */
    void request(long count) {
        long before;
        long after;
        do {
            before = requested();
            after = before + count < 0 ? Long.MAX_VALUE : before + count;
        } while (!WORD.compareAndSet(words, REQUESTED, before, after));
    }

    /** How many items were asked for so far. */
    long requested() {
        return (long) WORD.getVolatile(words, REQUESTED);
    }

    /** Lets go of what was not taken. By the taker. */
    void clear() {
        while (take() != null) {
            continue;
        }
    }

    /** How many items more it would hold. */
    long room() {
        return capacity - added() + taken();
    }
}
