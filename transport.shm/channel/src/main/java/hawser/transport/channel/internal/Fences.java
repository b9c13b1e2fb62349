// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.lang.invoke.VarHandle;

/**
 * Orders a committed record before the look at the sleep flag, and the sleep flag before the last look at the ring, so
 * that a committer and a sleeper cannot miss each other. The kind stands in the channel's header.
 */
enum Fences {
    /** Both sides fence. */
    SYMMETRIC,
    /** Who falls asleep makes the threads of every registered process fence; the others need not. */
    GLOBAL,
    /** The same for the threads of this process only. */
    PRIVATE;

    /**
     * The kind that a new channel has; its number stands in the header. A caller that reads for itself asks to be woken
     * each time it leaves, and a fence that the kernel makes would cost it more than the whole round trip.
     */
    static Fences ofNewChannel() {
        return SYMMETRIC;
    }

    /** The kind of that number. An unknown number fences on both sides, which is always right for who sleeps here. */
    static Fences of(int kind) {
        return kind > 0 && kind < values().length ? values()[kind] : SYMMETRIC;
    }

    /** Between a store and the look at the flag of the one that may sleep. */
    void afterCommit() {
        if (this == SYMMETRIC) {
            VarHandle.fullFence();
        } else {
            VarHandle.releaseFence(); // for the compiler: the sleeper's fence orders this thread's stores and loads
            VarHandle.acquireFence();
        }
    }

    /** Between setting the own flag and the last look before sleeping. */
    void beforeSleep() {
        if (this == SYMMETRIC) {
            VarHandle.fullFence();
        } else {
            NativeMemory.hawser_fence_peers(ordinal());
        }
    }
}
