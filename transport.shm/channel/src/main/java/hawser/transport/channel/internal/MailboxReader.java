// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.MessageHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading end of one half of a mailbox. One thread at a time, but for the counts. */
final class MailboxReader {
    /*
     * Trust: signal and length are read once each. A message is copied before anybody looks at it, and is acknowledged
     * when its handler has returned: a slow handler slows its peer. A bad one is rejected, acknowledged and counted.
     */
    static final int POISONED = -1;
    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);

    private final MailboxFile file;
    private final MailboxHalf half;
    private final Failure failure;
    private final Pins pins = new Pins();
    private final ByteBuffer word = MailboxFile.word();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rejects = new AtomicLong();
    private ByteBuffer message = ByteBuffer.allocateDirect(0);
    private BufferView view = viewOf(message);

    MailboxReader(MailboxFile file, MailboxHalf half, Failure failure) {
        this.file = file;
        this.half = half;
        this.failure = failure;
    }

    /** Takes what lies there: 1 if there was something, good or bad, 0 if not, or {@link #POISONED}. */
    int poll(MessageHandler handler) {
        boolean found = false;
        try {
            int signal = load(half.signal());
            found = signal == MailboxDescriptor.FULL;
            if (!found) {
                return 0;
            }
            int length = load(half.signal() + MailboxDescriptor.LENGTH_OFFSET);
            if (length >= 0 && length <= half.size()) {
                take(handler, length);
            } else {
                rejects.incrementAndGet();
                LOG.warn("A message of channel {} was rejected: length={}", file.name(), length);
            }
            file.write(word.clear().putInt(MailboxDescriptor.FREE).flip(), half.signal());
            return 1;
        } catch (IOException e) {
            rejects.addAndGet(found ? 1 : 0);
            failure.report(Reason.POISONED, "a mailbox must be readable: " + e.getMessage());
            return POISONED;
        }
    }

    private BufferView viewOf(ByteBuffer copy) {
        return new BufferView(new UnsafeBuffer(copy), pins,
                (index, length) -> copy.slice(index, length).asReadOnlyBuffer().order(ByteOrder.nativeOrder()));
    }

    private int load(long offset) throws IOException {
        file.read(word.clear(), offset);
        return word.getInt(0);
    }

    private void take(MessageHandler handler, int length) throws IOException {
        if (message.capacity() < length) {
            message = ByteBuffer.allocateDirect(length);
            view = viewOf(message);
        }
        file.read(message.clear().limit(length), half.data());
        view.show(0, length);
        try {
            handler.onMessage(view);
        } catch (Throwable e) { // an Error, too, is the handler's, and must not end the reading
            LOG.error("The handler of channel {} failed at a message", file.name(), e);
        } finally {
            view.hide();
            messages.incrementAndGet();
            bytes.addAndGet(length);
        }
    }

    ChannelInfo.Counts counts() {
        long taken = messages.get();
        return new ChannelInfo.Counts(taken, bytes.get(), taken, 0, rejects.get(), 0, 0, 0, 0);
    }
}
