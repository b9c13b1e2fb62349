// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text in columns, the first two to the left, the others to the right. */
public final class Table {
    private static final int LEFT = 2;

    private final List<List<String>> lines = new ArrayList<>();

    /** With these headings. */
    public Table(String... headings) {
        lines.add(List.of(headings));
    }

    /** Adds a line of as many cells. */
    public void add(String... cells) {
        lines.add(List.of(cells));
    }

    /** Prints it. */
    public void print(PrintStream out) {
        int[] widths = IntStream.range(0, lines.get(0).size()).map(this::width).toArray();
        for (List<String> line : lines) {
            out.println(IntStream.range(0, widths.length)
                    .mapToObj(column -> pad(line.get(column), column, widths))
                    .collect(Collectors.joining("  ")).stripTrailing());
        }
        out.println();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String pad(String cell, int column, int[] widths) {
        String blanks = " ".repeat(widths[column] - cell.length());
        return column < LEFT ? cell + blanks : blanks + cell;
    }
}
