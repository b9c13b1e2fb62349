// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** In a steady state nothing is allocated for a message. */
class AllocationTest extends ChannelFixture {
    private static final int MESSAGES = 100_000;
    /** In bytes. Less for each message than that is no object for each message. */
    private static final int SMALLEST_OBJECT = 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ByteBuffer payload = ByteBuffer.allocateDirect(64);
    private final RingClaim claim = (RingClaim) channel.newClaim();
    private long received;
    private long awaited;
    private boolean asking;

    @Test
    void shouldAllocateNothingForARecordThatIsOfferedAndRead() {
        assertEquals(0, objectsPerMessage(() -> {
            channel.offer(RecordType.REQUEST, 1, 0, 0, payload);
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

    private final RecordHandler counting = (type, correlation, key, view) -> received += view.getLong(0) + 1;

    private static long objectsPerMessage(Runnable message) {
        run(message);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(message);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / SMALLEST_OBJECT / MESSAGES;
    }

    private static void run(Runnable message) {
        for (int i = 0; i < MESSAGES; i++) {
            message.run();
        }
    }
}
