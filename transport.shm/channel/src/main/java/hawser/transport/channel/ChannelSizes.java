// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/**
 * The sizes of a channel's two buffers, in bytes: from 1 KiB to 500 MiB each.
 *
 * @param toNative holds what goes to the native end
 * @param toRenderer holds what comes from there
 */
public record ChannelSizes(long toNative, long toRenderer) {
    /** The smallest buffer, 1 KiB. */
    public static final long MIN = 1024;
    /** The largest buffer, 500 MiB. */
    public static final long MAX = 500L * 1024 * 1024;

    /** Checks the range. */
    public ChannelSizes {
        requireInRange("toNative", toNative);
        requireInRange("toRenderer", toRenderer);
    }

    /** {@return 1 MiB each} */
    public static ChannelSizes defaults() {
        return new ChannelSizes(1024 * 1024, 1024 * 1024);
    }

    private static void requireInRange(String name, long size) {
        if (size < MIN || size > MAX) {
            throw new IllegalArgumentException(
                    "a buffer must have " + MIN + " to " + MAX + " bytes: " + name + "=" + size);
        }
    }
}
