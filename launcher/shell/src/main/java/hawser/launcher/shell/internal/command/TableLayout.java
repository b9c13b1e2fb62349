// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lays a table out for a screen. */
final class TableLayout {
    /* If the columns fit as they are, they stay so. If not, the widest columns give up room, one place at a time, and
     * their cells take several lines. If even the narrowest columns do not fit, each row becomes a block of its own, a
     * line for each of its values. Without a width nothing is broken, so that programs find a row in one line. */

    private static final String GAP = "  ";
    private static final int NARROW = 12;
    private static final int NARROWEST_VALUE = 10;

    private final List<String> titles;
    private final List<List<String>> rows;
    private final List<Boolean> right;
    private final Screen screen;

    /**
     * Takes a table.
     *
     * @param titles of the columns
     * @param rows of cells, as many as there are titles
     * @param right for each column, whether it is written flush right
     * @param screen where it is shown
     */
    TableLayout(List<String> titles, List<List<String>> rows, List<Boolean> right, Screen screen) {
        this.titles = titles;
        this.rows = rows;
        this.right = right;
        this.screen = screen;
    }

    String text() {
        int[] widths = natural();
        int[] narrowest = IntStream.range(0, widths.length).map(column -> narrowest(column, widths[column])).toArray();
        if (screen.columns() > 0 && total(narrowest) > screen.columns()) {
            return blocks();
        }
        while (screen.columns() > 0 && total(widths) > screen.columns()) {
            widths[widest(widths, narrowest)]--;
        }
        List<String> lines = new ArrayList<>(line(titles, widths, true));
        rows.forEach(row -> lines.addAll(line(row, widths, false)));
        return String.join("\n", lines);
    }

    private int[] natural() {
        return IntStream.range(0, titles.size()).map(column -> Math.max(TextWidth.of(titles.get(column)),
                rows.stream().mapToInt(row -> TextWidth.of(row.get(column))).max().orElse(0))).toArray();
    }

    /** A number is never broken, nor is a word of a title. */
    private int narrowest(int column, int natural) {
        int word = List.of(titles.get(column).split(" ")).stream().mapToInt(TextWidth::of).max().orElse(0);
        int value = rows.stream().mapToInt(row -> TextWidth.of(row.get(column))).max().orElse(0);
        return Math.min(natural, Math.max(word, right.get(column) ? value : Math.min(value, NARROW)));
    }

    private static int total(int[] widths) {
        return IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private static int widest(int[] widths, int[] narrowest) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            boolean canShrink = widths[i] > narrowest[i];
            if (canShrink && (widths[widest] <= narrowest[widest] || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private List<String> line(List<String> cells, int[] widths, boolean title) {
        List<List<String>> parts = IntStream.range(0, widths.length)
                .mapToObj(i -> TextWidth.wrap(cells.get(i), widths[i])).toList();
        int height = parts.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, height).mapToObj(at -> IntStream.range(0, widths.length)
                .mapToObj(i -> cell(parts.get(i), at, widths[i], right.get(i), title))
                .collect(Collectors.joining(GAP)).stripTrailing()).toList();
    }

    private String cell(List<String> parts, int at, int width, boolean flushRight, boolean title) {
        String text = TextWidth.pad(at < parts.size() ? parts.get(at) : "", width, flushRight);
        return title ? Paint.title(text, screen.color()) : Paint.value(text, screen.color());
    }

    /** One block of lines for each row. */
    String blocks() {
        return rows.stream().map(this::block).collect(Collectors.joining("\n\n"));
    }

    private String block(List<String> row) {
        int width = titles.stream().mapToInt(TextWidth::of).max().orElse(0);
        int room = screen.columns() == 0 ? Integer.MAX_VALUE
                : Math.max(NARROWEST_VALUE, screen.columns() - width - GAP.length());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String title = Paint.title(TextWidth.pad(titles.get(i), width, false), screen.color());
            for (String part : TextWidth.wrap(row.get(i), room)) {
                lines.add((title + GAP + Paint.value(part, screen.color())).stripTrailing());
                title = " ".repeat(width);
            }
        }
        return String.join("\n", lines);
    }
}
