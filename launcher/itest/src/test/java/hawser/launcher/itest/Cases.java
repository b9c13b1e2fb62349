// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The table of faults that were tried, and of what came of each. Tests run in several class loaders, so that it is kept
 * in a file; {@link CasesTable} prints it when all are over.
 */
final class Cases {
    static final Path FILE = Path.of("target/cases.txt");
    private static final String ROW = "%-4d  %-13s  %-36s  %.180s";

    private Cases() {
    }

    /**
     * Another row.
     *
     * @param number of the case
     * @param where the plugin runs, or what it is done to
     * @param what was tried
     * @param outcome what came of it
     */
    static void row(int number, String where, String what, String outcome) {
        String row = String.format(ROW, number, where, what, outcome.replaceAll("\\s+", " "));
        try {
            Files.writeString(FILE, row + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException("the table must be writable: " + FILE, e);
        }
    }
}
