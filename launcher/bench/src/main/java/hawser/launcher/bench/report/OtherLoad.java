// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What other processes than this one and its children take of the processors from some moment on. */
public final class OtherLoad {
    private static final int PERCENT = 100;
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;
    /** User and system time of this process, then of its children, counted behind the name. */
    private static final int OWN_FIRST = 11;
    private static final int OWN_COUNT = 4;

    private final long[] before;
    private final long ownBefore;

    private OtherLoad() throws IOException {
        before = all();
        ownBefore = own();
    }

    /** {@return from now on} */
    public static OtherLoad begin() throws IOException {
        return new OtherLoad();
    }

    /** Ticks of all processors, by what they did. */
    private static long[] all() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String line = lines.findFirst().orElseThrow();
            return numbers(line.substring(line.indexOf(' ')), STOLEN + 1);
        }
    }

    private static long own() throws IOException {
        String line = Files.readString(Path.of("/proc/self/stat"));
        String afterName = line.substring(line.lastIndexOf(')') + 4);
        return LongStream.of(numbers(afterName, OWN_FIRST + OWN_COUNT - 1)).skip(OWN_FIRST - 1).sum();
    }

    private static long[] numbers(String words, int count) {
        return Stream.of(words.strip().split("\\s+")).limit(count).mapToLong(Long::parseLong).toArray();
    }

    /** {@return their share of all processors' time until now, in words} */
    public String describe() throws IOException {
        long[] after = all();
        long total = 0;
        long busy = 0;
        for (int i = 0; i <= STOLEN; i++) {
            long ticks = after[i] - before[i];
            total += ticks;
            busy += i == IDLE || i == WAITING ? 0 : ticks;
        }
        double share = (double) Math.max(0, busy - (own() - ownBefore)) / Math.max(1, total);
        return String.format(Locale.ROOT, "%.0f %% of the processors' time", share * PERCENT);
    }
}
