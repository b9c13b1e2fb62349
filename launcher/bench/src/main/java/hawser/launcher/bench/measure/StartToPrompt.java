// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From the start of a program until its shell asks for the first line, at a terminal. */
public final class StartToPrompt {
    /* The terminal is that of script(1), of util-linux. The first start of a measurement is not counted: it fills what
     * the program keeps from start to start, and the system's cache of files. */

    private static final String SIZE = "stty columns 80 rows 24; exec ";
    private static final int FEWEST = 2;
    private static final long PATIENCE_S = 10;
    private static final int ENOUGH = 1 << 16;

    /** What starts a program. */
    @FunctionalInterface
    public interface Program {
        /**
         * {@return the words of its command line, none with a blank}
         *
         * @throws IOException if it cannot be prepared
         */
        List<String> command() throws IOException;
    }

    private StartToPrompt() {
    }

    /**
     * {@return nanoseconds of each start}
     *
     * @param program prepared once, started again and again
     * @param prompt how its shell's line begins
     * @param end what ends it, typed there
     */
    public static Measurement time(Program program, String prompt, String end) {
        return (row, meter) -> {
            Cpus.unpinCaller();
            List<String> command = program.command();
            start(command, prompt, end);
            long begunNs = System.nanoTime();
            long budgetNs = TimeUnit.MILLISECONDS.toNanos(meter.budget().measureMs());
            for (int run = 0; run < FEWEST || System.nanoTime() - begunNs < budgetNs; run++) {
                meter.record(start(command, prompt, end));
            }
        };
    }

    private static long start(List<String> command, String prompt, String end)
            throws IOException, InterruptedException {
        long begunNs = System.nanoTime();
        Process process = new ProcessBuilder("script", "-qfec", SIZE + String.join(" ", command), "/dev/null")
                .redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            await(output, prompt);
            long tookNs = System.nanoTime() - begunNs;
            process.getOutputStream().write((end + '\n').getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            return tookNs;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void await(InputStream output, String prompt) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(prompt) < 0) {
            int next = output.read();
            if (next < 0 || seen.length() > ENOUGH) {
                throw new IllegalStateException("a prompt is required: prompt=" + prompt + ", found " + seen);
            }
            seen.append((char) next);
        }
    }
}
