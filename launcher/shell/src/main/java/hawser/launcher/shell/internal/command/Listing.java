// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a command found: a table for people, an array of objects for programs. Every row has the same columns; the
 * first is
 * {@code name}.
 *
 * @param what is listed, in the plural, for an empty table
 * @param rows by column, in the columns' order
 */
record Listing(String what, List<Map<String, Object>> rows) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String GAP = "  ";

    /** A row whose values alternate with their columns' names. */
    static Map<String, Object> row(Object... columnsAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            row.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return row;
    }

    /** What a command returns: this, which is shown as a table, or its JSON. */
    Object as(boolean json) {
        return json ? toJson(rows) : this;
    }

    static String toJson(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a listing must consist of plain values", e);
        }
    }

    String toTable() {
        if (rows.isEmpty()) {
            return "No " + what + '.';
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(rows.get(0).keySet().stream().map(Listing::title).toList());
        rows.forEach(row -> lines.add(row.values().stream().map(Listing::text).toList()));
        return layOut(lines);
    }

    private static String layOut(List<List<String>> lines) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                row.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length())).append(GAP);
            }
            table.append(table.isEmpty() ? "" : "\n").append(row.toString().stripTrailing());
        }
        return table.toString();
    }

    /** {@code apiVersion} reads {@code API VERSION}. */
    private static String title(String column) {
        return column.replaceAll("([A-Z])", " $1").toUpperCase(Locale.ROOT);
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(Listing::text).toList());
        }
        return value == null ? "" : PlainText.of(value.toString()).replace('\n', ' ');
    }
}
