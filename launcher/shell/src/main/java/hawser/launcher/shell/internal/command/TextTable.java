// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Lays text out in columns without titles, for a screen. */
public final class TextTable {
    private static final int FLOW_WIDTH = 80;
    private static final int NARROW = 60;
    private final Screen screen;

    /**
     * Keeps the screen.
     *
     * @param screen where the text is shown
     */
    public TextTable(Screen screen) {
        this.screen = screen;
    }

    /** {@return a heading} */
    public String title(String text) {
        return Paint.title(text, screen.color());
    }

    /** {@return the lines, their cells below each other; every line has as many cells} */
    public String columns(List<List<String>> lines) {
        if (screen.columns() > 0 && screen.columns() < NARROW) {
            return lines.stream().map(this::stacked).collect(Collectors.joining("\n"));
        }
        return new TableLayout(lines.get(0), lines.subList(1, lines.size()),
                Collections.nCopies(lines.get(0).size(), false), new Screen(screen.columns(), false)).text();
    }

    private String stacked(List<String> cells) {
        return cells.stream().filter(cell -> !cell.isBlank())
                .flatMap(cell -> TextWidth.wrap(cell, screen.columns()).stream()).collect(Collectors.joining("\n"));
    }

    /** {@return a text in lines that fit, broken between words} */
    public String prose(String text) {
        return screen.columns() <= 0 || text.length() <= screen.columns() ? text
                : String.join("\n", TextWidth.wrap(text, screen.columns()));
    }

    /** {@return words in lines that fit, each but the first indented} */
    public String flowing(List<String> words) {
        int width = screen.columns() > 0 ? screen.columns() : FLOW_WIDTH;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (!line.isEmpty() && line.length() + word.length() + 4 > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : "  ").append(word);
        }
        lines.add(line.toString());
        return String.join("\n  ", lines);
    }
}
