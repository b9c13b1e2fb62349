// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One stream of what a plugin writes, cut into lines: so many a second go on, the rest is counted, and the last ones
 * are kept. Thread-safe.
 */
final class PluginOutput {
    /** A line that is longer goes on in the next. */
    static final int LONGEST = 2000;
    private static final int KEPT = 20;

    private final Consumer<String> log;
    private final LongSupplier clock;
    private final int rate;
    private final Deque<byte[]> last = new ArrayDeque<>();
    private final byte[] line = new byte[LONGEST];
    private int used;
    private long secondBegan;
    private int inThisSecond;
    private long leftOut;

    /**
     * @param log gets each line
     * @param clock like {@link System#nanoTime()}
     * @param rate lines in a second
     */
    PluginOutput(Consumer<String> log, LongSupplier clock, int rate) {
        this.log = log;
        this.clock = clock;
        this.rate = rate;
        this.secondBegan = clock.getAsLong();
    }

    /** The next bytes. */
    synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                endLine();
            } else {
                line[used++] = bytes[i];
                if (used == LONGEST) {
                    endLine();
                }
            }
        }
    }

    /** There is no more: what has no end of line is one, too. */
    synchronized void end() {
        if (used > 0) {
            endLine();
        }
        tellLeftOut();
    }

    private void endLine() {
        byte[] whole = Arrays.copyOf(line, used);
        used = 0;
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(whole);
        long now = clock.getAsLong();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            tellLeftOut();
            secondBegan = now;
            inThisSecond = 0;
        }
        if (inThisSecond++ < rate) {
            log.accept(text(whole));
        } else {
            leftOut++;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    private void tellLeftOut() {
        if (leftOut > 0) {
            log.accept("(" + leftOut + " more lines were left out: at most " + rate + " are logged in a second)");
            leftOut = 0;
        }
    }

    /** {@return the last lines, the latest at the end} */
    synchronized List<String> last() {
        return last.stream().map(PluginOutput::text).toList();
    }
}
