// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** How much of a line text takes, and how it is broken into lines. */
final class TextWidth {
    private TextWidth() {
    }

    /** {@return the columns that the text takes: two for a wide character, none for one that joins the former} */
    static int of(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    /** {@return the text with blanks to that width, before it or after} */
    static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - of(text)));
        return right ? blanks + text : text + blanks;
    }

    /** {@return the lines that it makes}, each at most that wide; broken after a blank or a mark, else anywhere */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (of(rest) > width) {
            int end = breakAt(rest, width);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static int breakAt(String text, int width) {
        int fits = 0;
        int end = 0;
        int good = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            fits += Math.max(0, WCWidth.wcwidth(c));
            if (fits > width && end > 0) {
                return good > 0 ? good : end;
            }
            end += Character.charCount(c);
            if (c == ' ' || "-:/.,_;".indexOf(c) >= 0) {
                good = end;
            } else if (fits == width && end < text.length() && text.charAt(end) == ' ') {
                good = end;
            }
        }
        return end;
    }
}
