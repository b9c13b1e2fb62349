// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hawser.transport.channel.ChannelSizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers in Java and in C make the same of the same bytes. */
class ReaderCorpusTest {
    private static final Path CORPUS = Path.of("src/test/corpus");
    /** Of each buffer of a mailbox in the corpus. */
    private static final int SIZE = 64;
    private static final int MAILBOX_LENGTH = MailboxDescriptor.DATA_OFFSET + 2 * SIZE;

    @TempDir
    Path folder;

    /** Reads one file: its verdict and count. */
    private interface Reader {
        String read(byte[] bytes) throws IOException;
    }

    @Test
    void shouldReadRingsAsTheReaderInC() throws IOException {
        try (NativeMemory memory = new NativeMemory()) {
            assertEquals(inC("ring"), inJava("ring", ReaderCorpusTest::readRing), "memory=" + memory);
        }
    }

    @Test
    void shouldReadMailboxesAsTheReaderInC() throws IOException {
        assertEquals(inC("mailbox"), inJava("mailbox", this::readMailbox));
    }

    private static List<String> inC(String layout) throws IOException {
        Process process = new ProcessBuilder("target/native/reader-corpus", layout, CORPUS.resolve(layout).toString())
                .start();
        try (InputStream output = process.getInputStream()) {
            return List.of(new String(output.readAllBytes(), UTF_8).split("\n"));
        }
    }

    private static List<String> inJava(String layout, Reader reader) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(CORPUS.resolve(layout))) {
            files = listed.sorted().toList();
        }
        assertFalse(files.isEmpty());
        List<String> verdicts = new ArrayList<>();
        for (Path file : files) {
            verdicts.add(file.getFileName() + " " + reader.read(Files.readAllBytes(file)));
        }
        return verdicts;
    }

    private static String readRing(byte[] bytes) {
        try (Segment segment = Segment.create("corpus", new ChannelSizes(ChannelSizes.MIN, ChannelSizes.MIN))) {
            RingMemory ring = segment.toNative();
            ring.data.putBytes(0, bytes, 0, Math.min(bytes.length, ring.capacity));
            RingConsumer consumer = new RingConsumer(ring, segment.pins());
            int count = 0;
            int taken;
            do {
                taken = consumer.poll(RingContract.IGNORED, 1);
                count += Math.max(0, taken);
            } while (taken > 0);
            return (taken == RingConsumer.POISONED ? "poisoned " : "empty ") + count;
        }
    }

    private String readMailbox(byte[] bytes) throws IOException {
        Path path = folder.resolve("mailbox");
        try (MailboxFile file = MailboxFile.open(path, MAILBOX_LENGTH)) {
            Files.write(path, bytes);
            MailboxReader reader = new MailboxReader(file, new MailboxHalf(
                    MailboxDescriptor.TO_NATIVE_SIGNAL_OFFSET, MailboxDescriptor.DATA_OFFSET, SIZE),
                    new Failure("corpus"));
            AtomicInteger length = new AtomicInteger();
            int taken = reader.poll(message -> length.set(message.length()));
            if (taken == MailboxReader.POISONED) {
                return "cut-off 0";
            }
            if (taken == 0) {
                return "empty 0";
            }
            return reader.counts().rejected() > 0 ? "rejected 0" : "message " + length;
        }
    }
}
