// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The memory of a channel: sealed, and no more of it than is used. */
@ExtendWith(BoundMemory.class)
class SealedMemoryTest {
    private static final long MIB = 1024 * 1024;
    /** Without a message: the beginning of each ring. */
    private static final long OPENED = 256 * 1024;
    /** A step's part of what there is. */
    private static final long PART = 16;
    private static final long WHOLE = 16 * MIB;
    private static final int WRITTEN = (int) (8 * MIB);

    private static MappedChannel channel(String name, long size) {
        return MappedChannel.create(name, new ChannelSizes(size, size), ChannelOptions.defaults(), closed -> { });
    }

    private static Path memoryOf(MappedChannel channel) {
        return Path.of("/proc/self/fd/" + channel.descriptor());
    }

    @Test
    void shouldStayWholeWhenAPeerTriesToCutItOff() throws IOException {
        MappedChannel channel = channel("sealed", ChannelSizes.MIN);
        try (NativeEnd peer = new NativeEnd(channel); FileChannel cutter =
                FileChannel.open(memoryOf(channel), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThrows(IOException.class, () -> cutter.truncate(100));

            assertEquals(channel.length(), cutter.size());
            assertTrue(channel.offer(RecordType.MESSAGE, 1, 0, 0, ByteBuffer.allocate(100)) > 0);
            assertEquals(1, peer.requests.poll(RingContract.IGNORED, 10));
        }
        channel.close();
    }

    @Test
    void shouldHaveAllItsMemoryAtOnceWhenItIsSmall() throws Exception {
        MappedChannel channel = channel("small", 6 * MIB);

        assertTrue(channel.length() <= WHOLE && allocated(channel) >= channel.length());
        channel.close();
    }

    @Test
    void shouldCostNothingWhenItIsLargeAndNothingWasWritten() throws Exception {
        MappedChannel channel = channel("opened", ChannelSizes.MAX);
        try (NativeEnd peer = new NativeEnd(channel)) {
            channel.startReceiving((type, correlation, key, payload) -> { });
            assertEquals(0, peer.requests.poll(RingContract.IGNORED, 10));

            assertTrue(allocated(channel) <= OPENED, "allocated=" + allocated(channel));
            assertTrue(resident("opened") <= OPENED, "resident=" + resident("opened"));
        }
        channel.close();
    }

    @Test
    void shouldCostWhatWasWrittenAndALittleAheadWhenItIsLarge() throws Exception {
        MappedChannel channel = channel("large", ChannelSizes.MAX);
        ByteBuffer message = ByteBuffer.allocateDirect(64 * 1024);
        long written = 0;
        for (long look = message.capacity(); look <= WRITTEN; look *= 2) {
            for (; written < look; written += message.capacity()) {
                assertTrue(channel.offer(RecordType.MESSAGE, 0, 0, 0, message) > 0);
            }

            long most = written + written / PART + OPENED;
            assertTrue(allocated(channel) <= most, "written=" + written + ", allocated=" + allocated(channel));
            assertTrue(resident("large") <= written + OPENED, "written=" + written + ", resident=" + resident("large"));
        }
        channel.close();
        assertEquals(0, resident("large"));
    }

    private static long allocated(MappedChannel channel) throws IOException {
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + channel.descriptor();
        Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", path).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes()).strip()) * 512;
    }

    /** Bytes of the mapping of that memory that this process has in its page table. */
    private static long resident(String name) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        long bytes = 0;
        boolean inside = false;
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inside = line.contains("memfd:" + name);
            } else if (inside && line.startsWith("Rss:")) {
                bytes += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return bytes;
    }
}
