// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelSizes;

/** Where one direction of a mailbox lies: its signal, its data, and the size of that. */
record MailboxHalf(long signal, long data, int size) {
    static MailboxHalf toNative(ChannelSizes sizes) {
        return new MailboxHalf(MailboxDescriptor.TO_NATIVE_SIGNAL_OFFSET, MailboxDescriptor.DATA_OFFSET,
                (int) sizes.toNative());
    }

    static MailboxHalf toRenderer(ChannelSizes sizes) {
        return new MailboxHalf(MailboxDescriptor.TO_RENDERER_SIGNAL_OFFSET,
                MailboxDescriptor.DATA_OFFSET + sizes.toNative(), (int) sizes.toRenderer());
    }
}
