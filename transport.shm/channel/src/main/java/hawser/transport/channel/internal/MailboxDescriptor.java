// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelSizes;

/**
 * Layout of a mailbox: 16 bytes of control, four native-endian int32, and one buffer a direction.
 * <pre>
 *   0                  4                  8                    12                   16               16 + A
 *  +------------------+------------------+--------------------+--------------------+----------------+-----------------+
 *  | to-native signal | to-native length | to-renderer signal | to-renderer length | to-native data | to-renderer data|
 *  +------------------+------------------+--------------------+--------------------+----------------+-----------------+
 *   A = size to native
 * </pre>
 * The writer stores data, length and signal, in this order; the reader stores the signal back when it is done.
 */
final class MailboxDescriptor {
    static final int FREE = 0;
    static final int FULL = 1;

    static final int TO_NATIVE_SIGNAL_OFFSET = 0;
    static final int TO_RENDERER_SIGNAL_OFFSET = 8;
    /** From a signal to its length. */
    static final int LENGTH_OFFSET = 4;
    static final int DATA_OFFSET = 16;

    private MailboxDescriptor() {
    }

    /** The length of the whole file. */
    static long length(ChannelSizes sizes) {
        return DATA_OFFSET + sizes.toNative() + sizes.toRenderer();
    }
}
