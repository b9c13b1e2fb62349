// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A group as SVG: a line for each subject over the rows, the medians of the forks on a logarithmic scale. */
public final class Plot {
    private static final int LEFT = 90;
    private static final int TOP = 50;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 360;
    private static final int LEGEND = 20;
    private static final int HUES = 360;

    private final String title;
    private final Unit unit;
    private final List<String> rows;
    private final Map<String, List<Optional<Spread>>> lines = new LinkedHashMap<>();

    /** Of these rows. */
    public Plot(String title, Unit unit, List<String> rows) {
        this.title = title;
        this.unit = unit;
        this.rows = rows;
    }

    /** Adds a subject with one point for each row. */
    public void add(String subject, List<Optional<Spread>> points) {
        lines.put(subject, points);
    }

    /** {@return the drawing} */
    public String draw() {
        StringBuilder svg = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        append(svg, "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' "
                + "font-size='12'>", LEFT + WIDTH + 260, TOP + HEIGHT + 50);
        append(svg, "<rect width='100%%' height='100%%' fill='white'/>");
        text(svg, LEFT, TOP - 25, "start", title + " (p50, median of forks, min to max)");
        drawScale(svg);
        for (int i = 0; i < rows.size(); i++) {
            text(svg, x(i), TOP + HEIGHT + 20, "middle", rows.get(i));
        }
        int number = 0;
        for (Map.Entry<String, List<Optional<Spread>>> line : lines.entrySet()) {
            drawLine(svg, line.getKey(), line.getValue(), number++);
        }
        return svg.append("</svg>\n").toString();
    }

    private void drawScale(StringBuilder svg) {
        for (int exponent = lowest(); exponent <= highest(); exponent++) {
            double value = Math.pow(10, exponent);
            append(svg, "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>", LEFT, LEFT + WIDTH,
                    y(value), y(value));
            text(svg, LEFT - 8, y(value) + 4, "end", unit.format(value));
        }
    }

    private void drawLine(StringBuilder svg, String subject, List<Optional<Spread>> points, int number) {
        String color = "hsl(" + number * HUES / lines.size() + ",70%,40%)";
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).isPresent()) {
                Spread spread = points.get(i).get();
                path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(spread.median())));
                append(svg, "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", x(i), y(spread.median()), color);
                append(svg, "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='%s'/>", x(i), x(i),
                        y(spread.min()), y(spread.max()), color);
            }
        }
        append(svg, "<polyline points='%s' fill='none' stroke='%s'/>", path.toString().strip(), color);
        int line = TOP + number * LEGEND;
        append(svg, "<rect x='%d' y='%d' width='12' height='12' fill='%s'/>", LEFT + WIDTH + 30, line, color);
        text(svg, LEFT + WIDTH + 50, line + 10, "start", subject);
    }

    private double x(int row) {
        return LEFT + WIDTH * (row + 0.5) / rows.size();
    }

    private double y(double value) {
        int low = lowest();
        double share = (Math.log10(Math.max(value, Math.pow(10, low))) - low) / (highest() - low);
        return TOP + HEIGHT * (1 - share);
    }

    private int lowest() {
        return (int) Math.floor(Math.log10(Math.max(0.1, extreme(true))));
    }

    private int highest() {
        return Math.max(lowest() + 1, (int) Math.ceil(Math.log10(Math.max(0.1, extreme(false)))));
    }

    private double extreme(boolean isLowest) {
        var values = lines.values().stream().flatMap(List::stream).flatMap(Optional::stream);
        return isLowest ? values.mapToDouble(Spread::min).min().orElse(1)
                : values.mapToDouble(Spread::max).max().orElse(1);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        append(svg, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static void append(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
