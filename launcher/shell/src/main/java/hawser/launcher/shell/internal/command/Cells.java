// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values and their names as text. */
final class Cells {
    private Cells() {
    }

    /** {@code apiVersion} reads {@code API VERSION}. */
    static String title(String column) {
        return column.replaceAll("(?<=[a-z0-9])([A-Z])", " $1").toUpperCase(Locale.ROOT);
    }

    /** {@return one line without control characters} */
    static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Cells::text).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(entry -> text(entry.getKey()) + '=' + text(entry.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value == null ? "" : PlainText.of(value.toString()).replace('\n', ' ').replace('\t', ' ');
    }
}
