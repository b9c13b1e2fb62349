// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
    private static final ChannelInfo.Counts NONE = new ChannelInfo.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Channels channels = SomeParts.giving(Channels.class, "list",
            List.of(new ChannelInfo("own", "ring", ChannelSizes.defaults(), NONE, NONE)));
    private final MemoryCheck check = new MemoryCheck(new SomeParts(Optional.of(channels), Optional.empty()));

    private Thread taking(ReentrantLock first, ReentrantLock second, CyclicBarrier both) {
        Thread thread = new Thread(() -> {
            first.lock();
            try {
                both.await();
                second.lockInterruptibly();
            } catch (Exception e) {
                Thread.currentThread().interrupt(); // the test has seen what it wants
            } finally {
                first.unlock();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void shouldCountTheChannelsMemory() {
        Result result = check.execute();

        assertEquals(Result.Status.OK, result.getStatus(), result.toString());
        assertTrue(result.toString().contains("2.0MB of channels"), result.toString());
    }

    @Test
    void shouldTellOfThreadsThatWaitForEachOtherForEver() throws Exception {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CyclicBarrier both = new CyclicBarrier(2);
        List<Thread> threads = List.of(taking(one, other, both), taking(other, one, both));
        while (ManagementFactory.getThreadMXBean().findDeadlockedThreads() == null) {
            Thread.onSpinWait();
        }

        Result result = check.execute();

        threads.forEach(Thread::interrupt);
        for (Thread each : threads) {
            each.join();
        }
        assertEquals(Result.Status.CRITICAL, result.getStatus(), result.toString());
        assertTrue(result.toString().contains("2 threads wait for each other for ever"), result.toString());
    }
}
