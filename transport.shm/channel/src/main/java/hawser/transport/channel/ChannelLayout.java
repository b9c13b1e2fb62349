// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/** How a channel's memory is laid out. New constants may appear in a minor version. */
public enum ChannelLayout {
    /** Many records in flight, in memory without a name. */
    RING,
    /** One message at a time each way, in a named file: 16 bytes of control words and two buffers. */
    MAILBOX
}
