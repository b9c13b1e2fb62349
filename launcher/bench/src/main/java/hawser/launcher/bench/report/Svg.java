// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.Locale;

/** A drawing under construction. Its colors follow the reader's choice of light or dark. */
final class Svg {
    private static final String STYLE = """
            <style>
            text { fill: #1f2328; } .paper { fill: #ffffff; } .grid { stroke: #c4ccd4; } .minor { stroke: #eaeef2; }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; } .paper { fill: #0d1117; } .grid { stroke: #444c56; } .minor { stroke: #21262d; }
            }
            </style>
            """;
    /** Dark enough on white and light enough on black. */
    private static final String[] COLORS = {"#e5484d", "#3b82f6", "#2f9e44", "#d9730d", "#a855f7", "#0d9aa8",
        "#b58900", "#e0559a", "#7c8594", "#6d7cff", "#8a9a1f", "#b0703c"};
    private static final String[] DASHES = {"none", "7 3", "2 3"};

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    Svg(int width, int height) {
        append("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                + "font-family='sans-serif' font-size='12'>", width, height, width, height);
        text.append(STYLE);
        append("<rect class='paper' width='100%%' height='100%%'/>");
    }

    /** The same for the same number; the first twelve differ. */
    static String color(int number) {
        return COLORS[number % COLORS.length];
    }

    /** Tells neighbours apart where colors do not. */
    static String dash(int number) {
        return DASHES[number % DASHES.length];
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        append("<line %s x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>", style, x1, y1, x2, y2);
    }

    void dot(double x, double y, double radius, String color) {
        append("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'/>", x, y, radius, color);
    }

    void path(String points, double width, String dash, String color) {
        append("<polyline points='%s' fill='none' stroke='%s' stroke-width='%.1f' stroke-dasharray='%s'/>", points,
                color, width, dash);
    }

    void text(double x, double y, String anchor, String words) {
        append("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, escaped(words));
    }

    void heading(double x, double y, String words) {
        append("<text x='%.1f' y='%.1f' font-size='14' font-weight='bold'>%s</text>", x, y, escaped(words));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void append(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    String end() {
        return text.append("</svg>\n").toString();
    }
}
