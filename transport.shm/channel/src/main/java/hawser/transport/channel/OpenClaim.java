// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.util.Objects;

/**
 * Room in a channel that was claimed and is neither committed nor aborted; the records behind it wait for it.
 *
 * @param channel its name
 * @param thread the name of the thread that claimed it, which alone can end it
 * @param position in the ring, which no other claim of the channel ever has
 * @param length of the payload at most
 */
public record OpenClaim(String channel, String thread, long position, int length) {
    /** Requires all of them. */
    public OpenClaim {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(thread, "thread");
    }
}
