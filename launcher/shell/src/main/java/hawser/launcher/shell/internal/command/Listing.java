// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a command found: a list of rows for scripts, a table for people, an array of objects for programs. Every row has
 * the same columns; the first is {@code name}. Immutable.
 */
public final class Listing extends AbstractList<Map<String, Object>> {
    private final String what;
    private final List<Map<String, Object>> rows;

    /**
     * Keeps rows.
     *
     * @param what is listed, in the plural, for an empty table
     * @param rows by column, in the columns' order
     */
    public Listing(String what, List<Map<String, Object>> rows) {
        this.what = Objects.requireNonNull(what, "what");
        this.rows = List.copyOf(rows);
    }

    /** {@return a row whose values alternate with their columns' names, which are in camel case} */
    public static Map<String, Object> row(Object... columnsAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            row.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return row;
    }

    @Override
    public Map<String, Object> get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** {@return what a command returns: this, which is shown as a table, or its JSON} */
    public Object as(boolean json) {
        return json ? Json.text(rows) : this;
    }

    String toTable(Screen screen) {
        if (rows.isEmpty()) {
            return "No " + what + '.';
        }
        List<String> columns = List.copyOf(rows.get(0).keySet());
        return new TableLayout(columns.stream().map(Cells::title).toList(),
                rows.stream().map(row -> row.values().stream().map(Cells::text).toList()).toList(),
                columns.stream().map(this::isNumeric).toList(), screen).text();
    }

    private boolean isNumeric(String column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof Number)
                && rows.stream().allMatch(row -> row.get(column) instanceof Number || "".equals(row.get(column)));
    }

    /** As a table, for Gogo's own conversions. */
    @Override
    public String toString() {
        return toTable(Screen.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Listing listing && what.equals(listing.what)
                && size() == listing.size()
                && IntStream.range(0, size()).allMatch(i -> get(i).equals(listing.get(i)));
    }

    @Override
    public int hashCode() {
        return Objects.hash(what, rows);
    }
}
