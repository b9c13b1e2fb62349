// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Begins the table of {@link Cases} with each run of tests, and prints it, in order, when the run is over. */
public final class CasesTable implements TestExecutionListener {
    /** No log: that of the tests shows warnings only. */
    private static final PrintStream OUTPUT = System.out;
    private static final String HEADER = "CASE  WHERE          WHAT                                  OUTCOME";
    /** Plugins, what is deployed, and keys; 0 is that of plain global names. */
    private static final List<Integer> ALL = IntStream.concat(IntStream.rangeClosed(0, 42), IntStream.of(56, 57, 58, 59,
            60, 61, 62, 63, 65, 66, 67)).boxed().toList();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        try {
            Files.deleteIfExists(Cases.FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        try {
            if (Files.exists(Cases.FILE)) {
                print(Files.readAllLines(Cases.FILE));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String row) {
        return Integer.parseInt(row.substring(0, row.indexOf(' ')));
    }

    private static void print(List<String> found) throws IOException {
        List<String> rows = found.stream().distinct().sorted(Comparator.comparingInt(CasesTable::number)).toList();
        Files.write(Cases.FILE, rows);
        Set<Integer> tried = rows.stream().map(CasesTable::number).collect(Collectors.toSet());
        List<Integer> missing = ALL.stream().filter(number -> !tried.contains(number)).toList();
        OUTPUT.println("what was tried, and what came of it:\n" + HEADER + '\n'
                + String.join("\n", rows) + '\n' + (missing.isEmpty() ? "all " + ALL.size() + " cases were tried"
                : "not tried in this run: " + missing));
    }
}
