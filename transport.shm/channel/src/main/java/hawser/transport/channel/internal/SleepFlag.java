// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.agrona.concurrent.UnsafeBuffer;

/** A word of shared memory that is 1 while its owner sleeps in the kernel, or is about to. */
final class SleepFlag {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private final UnsafeBuffer state;
    private final int offset;

    SleepFlag(UnsafeBuffer state, int offset) {
        this.state = state;
        this.offset = offset;
    }

    void set() {
        state.putIntOpaque(offset, ASLEEP);
    }

    void clear() {
        state.putIntOpaque(offset, AWAKE);
    }

    /** Wakes the owner if the flag is set, which it then is no more: whether it was. */
    boolean wakeIfSet() {
        boolean set = isSet();
        if (set) {
            wake();
        }
        return set;
    }

    /** Volatile: not before a locked step that comes before it. */
    boolean isSet() {
        return state.getIntVolatile(offset) != AWAKE;
    }

    /** Clears the flag and wakes whoever sleeps on it. */
    void wake() {
        state.putIntVolatile(offset, AWAKE);
        NativeMemory.hawser_wake(state.addressOffset() + offset);
    }

    /** Sleeps until the flag is cleared, or that time has passed (negative: for ever); may wake without reason. */
    void sleep(long timeoutNs) {
        NativeMemory.hawser_wait(state.addressOffset() + offset, ASLEEP, timeoutNs);
    }
}
