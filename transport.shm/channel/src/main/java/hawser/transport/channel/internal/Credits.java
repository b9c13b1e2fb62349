// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.agrona.concurrent.UnsafeBuffer;

/** How many chunks of each stream the native end may send: written here, read there. Thread-safe for each stream. */
final class Credits {
    private final UnsafeBuffer segment;
    private final SleepFlag sleeps;

    /** The buffer covers the segment up to its data. */
    Credits(UnsafeBuffer segment) {
        this.segment = segment;
        this.sleeps = new SleepFlag(segment, ChannelDescriptor.CREDIT_SLEEPS_OFFSET);
    }

    void set(long correlation, long limit) {
        int entry = ChannelDescriptor.CREDITS_OFFSET
                + (int) (correlation & ChannelDescriptor.CREDITS - 1) * ChannelDescriptor.CREDIT_LENGTH;
        segment.putLongOpaque(entry + ChannelDescriptor.CREDIT_LIMIT_OFFSET, limit);
        // volatile: also the fence between this and the look at the flag; the sleeper sets it and looks here again
        segment.putLongVolatile(entry + ChannelDescriptor.CREDIT_CORRELATION_OFFSET, correlation);
        sleeps.wakeIfSet();
    }
}
