// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.MessageHandler;
import hawser.transport.channel.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a mailbox in a named file. */
final class MailboxChannel implements MessageChannel {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxChannel.class);

    private final String name;
    private final ChannelRole role;
    private final ChannelSizes sizes;
    private final MailboxFile file;
    private final CheckIntervals intervals = new CheckIntervals();
    private final MailboxWriter writer;
    private final MailboxReader reader;
    private final SendQueue queue;
    private final Consumer<? super MailboxChannel> onClose;
    private MailboxPoller poller;
    private ChannelInfo last;

    MailboxChannel(Path path, ChannelRole role, ChannelSizes sizes, ChannelOptions options,
            Consumer<? super MailboxChannel> onClose) {
        this.name = path.getFileName().toString();
        this.role = Objects.requireNonNull(role, "role");
        this.sizes = sizes;
        this.file = MailboxFile.open(path, sizes);
        this.onClose = onClose;
        MailboxHalf toNative = MailboxHalf.toNative(sizes);
        MailboxHalf toRenderer = MailboxHalf.toRenderer(sizes);
        boolean renderer = role == ChannelRole.RENDERER;
        this.writer = new MailboxWriter(file, renderer ? toNative : toRenderer, intervals);
        this.reader = new MailboxReader(name, file, renderer ? toRenderer : toNative);
        this.queue = new SendQueue(name, writer, options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChannelSizes sizes() {
        return sizes;
    }

    @Override
    public int maxPayload() {
        return writer.maxPayload();
    }

    @Override
    public SendResult send(ByteBuffer message) {
        return queue.send(message);
    }

    @Override
    public CompletionStage<Void> sendDirect(ByteBuffer message, Duration timeout) {
        return queue.sendDirect(message, timeout, false);
    }

    @Override
    public CompletionStage<Void> sendDirectUntilConsumed(ByteBuffer message, Duration timeout) {
        return queue.sendDirect(message, timeout, true);
    }

    @Override
    public synchronized void startReceiving(MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (poller != null || last != null) {
            throw new IllegalStateException("a channel that is open and does not receive is required: name=" + name);
        }
        poller = new MailboxPoller(name, reader, handler, intervals);
        poller.start();
    }

    @Override
    public void stopReceiving() {
        MailboxPoller stopping = poller();
        if (stopping != null) {
            stopping.stop(() -> ended(stopping));
        }
    }

    private synchronized MailboxPoller poller() {
        return poller;
    }

    private synchronized void ended(MailboxPoller stopped) {
        if (poller == stopped) {
            poller = null;
        }
    }

    @Override
    public void onMessageQueueEmpty(Runnable action) {
        queue.onEmpty(Objects.requireNonNull(action, "action"));
    }

    @Override
    public void queueUpdateThrottle(Duration interval) {
        queue.throttle(interval);
    }

    @Override
    public void checkIntervals(Duration fast, Duration slow) {
        intervals.set(fast, slow);
        MailboxPoller current = poller();
        if (current != null) {
            current.lookNow();
        }
    }

    @Override
    public synchronized ChannelInfo info() {
        if (last != null) {
            return last;
        }
        boolean renderer = role == ChannelRole.RENDERER;
        return new ChannelInfo(name, "mailbox", sizes, renderer ? writer.counts() : reader.counts(),
                renderer ? reader.counts() : writer.counts());
    }

    @Override
    public long discarded() {
        return queue.discarded();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (last != null) {
                return;
            }
            last = info();
        }
        queue.close();
        onClose.accept(this);
        MailboxPoller current = poller();
        if (current == null) {
            closeFile();
        } else {
            current.stop(this::closeFile);
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("The file of channel {} was not closed cleanly: {}", name, e.toString());
        }
    }
}
