// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.MessageHandler;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In a steady state nothing is allocated for a message: in both directions, at both ends, by each way to send. */
class AllocationTest extends ChannelFixture {
    private static final int MESSAGES = 100_000;
    /** In bytes. Less for each message than that is no object for each message. */
    private static final int SMALLEST_OBJECT = 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ByteBuffer payload = ByteBuffer.allocateDirect(64);
    private final ByteBuffer copied = ByteBuffer.allocate(64);
    private final RingClaim claim = (RingClaim) channel.newClaim();
    private long received;
    private long awaited;
    private boolean asking;

    private final RecordHandler counting = (type, correlation, key, view) -> count(view);

    private void count(RecordView view) {
        copied.clear();
        received += view.copy(copied) == 0 ? 1 : view.getLong(0) + 1;
    }

    @Test
    void shouldAllocateNothingForARecordThatIsOfferedAndRead() {
        assertEquals(0, objectsPerMessage(() -> {
            channel.offer(RecordType.REQUEST, 1, 0, 0, payload);
            peer.requests.poll(counting, 10);
        }));
    }

    @Test
    void shouldAllocateNothingForALargeRecord() {
        int size = 4 * PayloadCopy.LARGE;
        MappedChannel large = MappedChannel.create("large", new ChannelSizes(size, size), options(), closed -> { });
        try (NativeEnd end = new NativeEnd(large)) {
            byte[] array = new byte[PayloadCopy.LARGE];
            List<ByteBuffer> payloads = List.of(ByteBuffer.wrap(array), ByteBuffer.allocateDirect(array.length));
            RecordHandler reading = (type, correlation, key, view) -> received += view.getLong(0) + 1;

            assertEquals(0, objectsPerMessage(MESSAGES / 20, () -> {
                large.offer(RecordType.REQUEST, 1, 0, 0, array);
                for (int i = 0; i < payloads.size(); i++) {
                    large.offer(RecordType.REQUEST, 1, 0, 0, payloads.get(i));
                }
                end.requests.poll(reading, 10);
            }));
        }
        large.close();
    }

    @Test
    void shouldAllocateNothingForEachRecordOfABurst() {
        ByteBuffer[] payloads = {payload, payload, payload, payload};
        assertEquals(0, objectsPerMessage(() -> {
            channel.offerAll(RecordType.MESSAGE, 1, payloads, 0, payloads.length);
            peer.requests.poll(counting, 10);
        }));
    }

    @Test
    void shouldAllocateNothingForAMessageThatIsSentAndRead() {
        assertEquals(0, objectsPerMessage(() -> {
            channel.send(payload);
            peer.requests.poll(counting, 10);
        }));
    }

    @Test
    void shouldAllocateNothingForARecordThatIsWrittenInPlace() {
        assertEquals(0, objectsPerMessage(() -> {
            channel.claim(claim, 64);
            claim.putLong(0, 1);
            claim.put(8, payload.limit(8));
            claim.commit(RecordType.REQUEST, 1, 0, 0, 16);
            peer.requests.poll(counting, 10);
        }));
    }

    @Test
    void shouldAllocateNothingForARecordThatIsAborted() {
        assertEquals(0, objectsPerMessage(() -> {
            channel.claim(claim, 64);
            claim.abort();
            peer.requests.poll(counting, 10);
        }));
    }

    @Test
    void shouldAllocateNothingForAnAnswerThatACallerWaitsFor() {
        channel.startReceiving(counting);
        BooleanSupplier unanswered = this::unanswered;
        assertEquals(0, objectsPerMessage(() -> {
            awaited = received + 1;
            asking = true;
            channel.awaitWhile(unanswered, System.nanoTime() + 1_000_000_000);
        }));
    }

    /** The first question comes from a caller that reads; the peer answers then. */
    private boolean unanswered() {
        if (asking) {
            asking = false;
            peer.answers.offer(RecordType.RESPONSE, 1, 0, 0, payload);
        }
        return received < awaited;
    }

    /** Here both ends run on one thread; the reader's own thread runs the same code. */
    @Test
    void shouldAllocateNothingForWhatComesByEitherRing() {
        Inbox inbox = new Inbox(channel.toRenderer(), channel.side(), new Pins());
        assertEquals(0, objectsPerMessage(() -> {
            peer.answers.offer(RecordType.RESPONSE, 1, 0, 0, payload);
            peer.side.offer(RecordType.MESSAGE, 0, 0, 0, payload);
            inbox.poll(counting, 10);
        }));
    }

    @ParameterizedTest
    @EnumSource(ChannelRole.class)
    void shouldAllocateNothingForAMessageThroughAMailbox(ChannelRole role, @TempDir Path folder) {
        Path path = folder.resolve("mailbox");
        MailboxEnd end = MailboxEnd.open(path, role, SMALL);
        MailboxEnd other = MailboxEnd.open(path, role == ChannelRole.RENDERER ? ChannelRole.NATIVE
                : ChannelRole.RENDERER, SMALL);
        SendQueue queue = new SendQueue("allocation", end.writer(), ChannelOptions.defaults());
        MessageHandler handler = this::count;

        assertEquals(0, objectsPerMessage(MESSAGES / 20, () -> {
            queue.send(payload);
            other.reader().poll(handler);
        }));
    }

    private static long objectsPerMessage(Runnable message) {
        return objectsPerMessage(MESSAGES, message);
    }

    private static long objectsPerMessage(int messages, Runnable message) {
        run(messages, message);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(messages, message);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / SMALLEST_OBJECT / messages;
    }

    private static void run(int messages, Runnable message) {
        for (int i = 0; i < messages; i++) {
            message.run();
        }
    }
}
