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
     */
    public record Counts(long messages, long bytes, long consumed, long backPressured, long rejected) {
    }
}
