// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/**
 * A channel at one moment.
 *
 * @param name as its maker named it
 * @param layout how its memory is laid out, such as {@code ring}
 * @param sizes of its two buffers
 * @param toNative what went to the native end
 * @param toRenderer what came from there
 */
public record ChannelInfo(String name, String layout, ChannelSizes sizes, Counts toNative, Counts toRenderer) {
    /**
     * One direction's counts since the channel was made.
     *
     * @param messages that were committed
     * @param bytes of their payloads
     * @param consumed messages that the other end has taken
     * @param backPressured claims refused for want of room
     * @param rejected messages that the other end refused
     * @param wakes times that the producing end woke the other
     * @param sleeps times that the consuming end went to sleep in the kernel
     * @param losses messages that were never delivered, and whose sender could not be told
     * @param occupied bytes of the buffer that are not free now; what was just consumed may still count
     */
    public record Counts(long messages, long bytes, long consumed, long backPressured, long rejected, long wakes,
            long sleeps, long losses, long occupied) {
        /**
         * {@return the sum of both, count by count}
         *
         * @param other counts of another ring that leads the same way
         */
        public Counts plus(Counts other) {
            return new Counts(messages + other.messages, bytes + other.bytes, consumed + other.consumed,
                    backPressured + other.backPressured, rejected + other.rejected, wakes + other.wakes,
                    sleeps + other.sleeps, losses + other.losses, occupied + other.occupied);
        }
    }
}
