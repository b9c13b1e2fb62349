// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A group as SVG, on a logarithmic scale: the medians of the forks, with the lowest and the highest fork. With several
 * rows a line for each subject, with one row a point for each.
 */
public final class Plot {
    private static final int LEFT = 90;
    private static final int NAMES = 200;
    private static final int TOP = 60;
    private static final int WIDTH = 600;
    private static final int HEIGHT = 380;
    private static final int LEGEND = 230;
    private static final int STEP = 24;
    private static final double OURS = 2.6;
    private static final double THEIRS = 1.4;

    private final String title;
    private final Unit unit;
    private final List<String> rows;
    private final List<Line> lines = new ArrayList<>();

    /** One subject. */
    private record Line(String subject, boolean isOurs, List<Optional<Spread>> points, String color, String dash) {
        double width() {
            return isOurs ? OURS : THEIRS;
        }
    }

    /** Of these rows. */
    public Plot(String title, Unit unit, List<String> rows) {
        this.title = title;
        this.unit = unit;
        this.rows = rows;
    }

    /** Adds a subject with one point for each row; ours stand out. */
    public void add(String subject, boolean isOurs, List<Optional<Spread>> points) {
        int number = lines.size();
        lines.add(new Line(subject, isOurs, points, Svg.color(number), Svg.dash(number)));
    }

    /** {@return the drawing} */
    public String draw() {
        LogScale scale = LogScale.of(lines.stream().map(Line::points).toList());
        return rows.size() == 1 ? drawPoints(scale) : drawLines(scale);
    }

    private Svg paper(int width, int height) {
        Svg svg = new Svg(width, height);
        svg.heading(16, 24, title);
        svg.text(16, 42, "start", unit.label() + ", p50: median of the forks, lowest to highest; logarithmic");
        return svg;
    }

    private String drawLines(LogScale scale) {
        Svg svg = paper(LEFT + WIDTH + LEGEND, TOP + HEIGHT + 40);
        scale.minor().forEach(value -> across(svg, "class='minor'", y(scale, value)));
        for (double value : scale.major()) {
            across(svg, "class='grid'", y(scale, value));
            svg.text(LEFT - 8, y(scale, value) + 4, "end", unit.format(value));
        }
        for (int i = 0; i < rows.size(); i++) {
            svg.text(x(i), TOP + HEIGHT + 22, "middle", rows.get(i));
        }
        for (int i = 0; i < lines.size(); i++) {
            drawLine(svg, scale, lines.get(i));
            drawLegend(svg, i);
        }
        return svg.end();
    }

    private static void across(Svg svg, String style, double y) {
        svg.line(style, LEFT, y, LEFT + WIDTH, y);
    }

    private void drawLine(Svg svg, LogScale scale, Line line) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            if (line.points().get(i).isPresent()) {
                Spread spread = line.points().get(i).get();
                double y = y(scale, spread.median());
                path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y));
                svg.dot(x(i), y, line.width() + 1, line.color());
                svg.line("stroke='" + line.color() + "'", x(i), y(scale, spread.min()), x(i), y(scale, spread.max()));
            }
        }
        svg.path(path.toString().strip(), line.width(), line.dash(), line.color());
    }

    private void drawLegend(Svg svg, int number) {
        Line line = lines.get(number);
        double x = LEFT + WIDTH + 20;
        double y = TOP + number * STEP + 6;
        svg.path(String.format(Locale.ROOT, "%.1f,%.1f %.1f,%.1f", x, y, x + 30, y), line.width(), line.dash(),
                line.color());
        svg.dot(x + 15, y, line.width() + 1, line.color());
        svg.text(x + 38, y + 4, "start", line.subject());
    }

    private double x(int row) {
        return LEFT + WIDTH * (row + 0.5) / rows.size();
    }

    private static double y(LogScale scale, double value) {
        return TOP + HEIGHT * (1 - scale.share(value));
    }

    private String drawPoints(LogScale scale) {
        int bottom = TOP + lines.size() * STEP + 8;
        Svg svg = paper(NAMES + WIDTH + LEFT, bottom + 40);
        scale.minor().forEach(value -> svg.line("class='minor'", x(scale, value), TOP, x(scale, value), bottom));
        for (double value : scale.major()) {
            svg.line("class='grid'", x(scale, value), TOP, x(scale, value), bottom);
            svg.text(x(scale, value), bottom + 20, "middle", unit.format(value));
        }
        for (int i = 0; i < lines.size(); i++) {
            drawPoint(svg, scale, lines.get(i), TOP + i * STEP + 16);
        }
        return svg.end();
    }

    private void drawPoint(Svg svg, LogScale scale, Line line, double y) {
        svg.text(NAMES - 12, y + 4, "end", line.subject());
        line.points().get(0).ifPresent(spread -> {
            svg.line("stroke='" + line.color() + "' stroke-width='2'", x(scale, spread.min()), y,
                    x(scale, spread.max()), y);
            svg.dot(x(scale, spread.median()), y, line.isOurs() ? 6 : 4, line.color());
            svg.text(x(scale, spread.max()) + 12, y + 4, "start", unit.format(spread.median()));
        });
    }

    private static double x(LogScale scale, double value) {
        return NAMES + WIDTH * scale.share(value);
    }
}
