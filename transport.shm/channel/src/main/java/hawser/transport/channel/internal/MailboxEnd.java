// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import java.nio.file.Path;
import java.util.Objects;

/** One end of a mailbox: a half to write, a half to read, and what the two have in common. */
record MailboxEnd(ChannelRole role, MailboxFile file, MailboxWriter writer, MailboxReader reader,
        CheckIntervals intervals, Failure failure) {
    /** Joins the file, or makes it. */
    static MailboxEnd open(Path path, ChannelRole role, ChannelSizes sizes) {
        Objects.requireNonNull(role, "role");
        MailboxFile file = MailboxFile.open(path, sizes);
        CheckIntervals intervals = new CheckIntervals();
        Failure failure = new Failure(file.name());
        MailboxHalf toNative = MailboxHalf.toNative(sizes);
        MailboxHalf toRenderer = MailboxHalf.toRenderer(sizes);
        boolean renderer = role == ChannelRole.RENDERER;
        return new MailboxEnd(role, file,
                new MailboxWriter(file, renderer ? toNative : toRenderer, intervals, failure),
                new MailboxReader(file, renderer ? toRenderer : toNative, failure), intervals, failure);
    }

    ChannelInfo info(ChannelSizes sizes) {
        boolean renderer = role == ChannelRole.RENDERER;
        return new ChannelInfo(file.name(), "mailbox", sizes, renderer ? writer.counts() : reader.counts(),
                renderer ? reader.counts() : writer.counts());
    }
}
