// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.Map;

/** Colours that carry a meaning: good, bad and on the way. The words mean the same without them. */
final class Paint {
    private static final String OFF = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("ACTIVE", GREEN), Map.entry("OK", GREEN),
            Map.entry("FAILED", RED), Map.entry("CRASHED", RED), Map.entry("QUARANTINED", RED),
            Map.entry("CRITICAL", RED), Map.entry("ERROR", RED),
            Map.entry("STOPPED", YELLOW), Map.entry("LOADING", YELLOW), Map.entry("DRAINING", YELLOW),
            Map.entry("RESTARTING", YELLOW), Map.entry("INSTALLED", YELLOW), Map.entry("WARN", YELLOW));

    private Paint() {
    }

    /** {@return a title} */
    static String title(String text, boolean color) {
        return color && !text.isBlank() ? BOLD + text + OFF : text;
    }

    /** {@return a value, in the colour of its meaning if it has one} */
    static String value(String text, boolean color) {
        String paint = color ? WORDS.get(text.strip()) : null;
        return paint == null ? text : paint + text + OFF;
    }
}
