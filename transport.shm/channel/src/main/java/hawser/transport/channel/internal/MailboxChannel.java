// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.MessageHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a mailbox in a named file. */
final class MailboxChannel extends QueuedChannel {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxChannel.class);

    private final MailboxEnd end;
    private MailboxPoller poller;

    private MailboxChannel(MailboxEnd end, ChannelSizes sizes, ChannelOptions options,
            Consumer<? super MessageChannel> onClose) {
        super(end.file().name(), sizes, new SendQueue(end.file().name(), end.writer(), options), end.failure(),
                onClose);
        this.end = end;
    }

    /** Joins the file, or makes it; {@code onClose} hears when the channel ends. */
    static MailboxChannel attach(Path path, ChannelRole role, ChannelSizes sizes, ChannelOptions options,
            Consumer<? super MessageChannel> onClose) {
        return new MailboxChannel(MailboxEnd.open(path, role, sizes), sizes, options, onClose);
    }

    @Override
    public synchronized void startReceiving(MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        requireIdle(poller);
        poller = new MailboxPoller(name, end.reader(), handler, end.intervals());
        poller.start();
    }

    @Override
    public void stopReceiving() {
        MailboxPoller stopping = poller();
        if (stopping != null) {
            stopping.stop(() -> forget(stopping));
        }
    }

    private synchronized MailboxPoller poller() {
        return poller;
    }

    private synchronized void forget(MailboxPoller stopped) {
        if (poller == stopped) {
            poller = null;
        }
    }

    @Override
    public void checkIntervals(Duration fast, Duration slow) {
        end.intervals().set(fast, slow);
        MailboxPoller current = poller();
        if (current != null) {
            current.lookNow();
        }
    }

    @Override
    ChannelInfo count(ChannelSizes sizes) {
        return end.info(sizes);
    }

    @Override
    void endReading(Reason reason) {
        MailboxPoller current = poller();
        if (current == null) {
            release();
        } else {
            current.stop(this::release);
        }
    }

    @Override
    void free() {
        try {
            end.file().close();
        } catch (IOException e) {
            LOG.warn("The file of channel {} was not closed cleanly: {}", name, e.toString());
        }
    }
}
