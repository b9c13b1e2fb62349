// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What threads with seats count and what those without do is the sum of all. */
@ExtendWith(BoundMemory.class)
class CountsTest {
    private static final int THREADS = 3 * ChannelDescriptor.SEATS;
    private static final int MESSAGES = 50;
    private static final int LENGTH = 40;

    private final MappedChannel channel = MappedChannel.create("counts", new ChannelSizes(1 << 20, 1 << 10),
            ChannelOptions.defaults(), closed -> { });

    private void offer() {
        RingClaim claim = (RingClaim) channel.newClaim();
        for (int i = 0; i < MESSAGES; i++) {
            if (i % 2 == 0) {
                assertTrue(channel.offer(RecordType.MESSAGE, 0, 0, 0, new byte[LENGTH]) > 0);
            } else {
                assertEquals(0, channel.claim(claim, 2 * LENGTH));
                claim.commit(RecordType.MESSAGE, 0, 0, 0, LENGTH);
            }
        }
    }

    @Test
    void shouldCountTheMessagesOfAllThreadsExactly() throws InterruptedException {
        for (int generation = 1; generation <= 3; generation++) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(new Thread(this::offer));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertEquals((long) generation * THREADS * MESSAGES, channel.info().toNative().messages());
            assertEquals((long) generation * THREADS * MESSAGES * LENGTH, channel.info().toNative().bytes());
        }
        channel.close();
        assertEquals(3L * THREADS * MESSAGES, channel.info().toNative().messages());
    }
}
