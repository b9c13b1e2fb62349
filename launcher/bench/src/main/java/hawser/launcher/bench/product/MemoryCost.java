// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Measurement;
import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.nativelib.Driver;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** KiB that a channel of 500 MiB each way takes: its shared pages, and this process's own growth. */
public final class MemoryCost {
    /** Nothing written yet. */
    public static final Row OPENED = Row.named("opened");
    /** So much written, nothing read. */
    public static final Row WRITTEN = new Row("8 MiB written", 8 * 1024 * 1024);
    private static final int LENGTH = 64 * 1024;
    private static final int KIB = 1024;
    /** The process itself grows for the first few. */
    private static final int TIMES = 9;

    private MemoryCost() {
    }

    /** {@return what the channel takes} */
    public static Measurement ofChannel() {
        return (row, meter) -> {
            Channels channels = Services.service(Channels.class);
            ByteBuffer payload = ByteBuffer.allocateDirect(LENGTH);
            for (int i = 0; i < TIMES; i++) {
                meter.record(measure(channels, payload, row.value()));
            }
        };
    }

    private static long measure(Channels channels, ByteBuffer payload, int length) throws IOException {
        long before = residentKib();
        try (SharedMemoryChannel channel =
                channels.create("bench", new ChannelSizes(ChannelSizes.MAX, ChannelSizes.MAX))) {
            for (int written = 0; written < length; written += LENGTH) {
                Driver.check(channel.offer(RecordType.MESSAGE, 0, 0, 0, payload));
            }
            return Driver.bench_allocated(channel.descriptor()) / KIB + residentKib() - before;
        }
    }

    /** {@return the payloads alone} */
    public static Measurement ofPayload() {
        return (row, meter) -> meter.record(row.value() / KIB);
    }

    /** Without shared pages, which are counted where they are. */
    private static long residentKib() throws IOException {
        System.gc();
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        }
    }
}
