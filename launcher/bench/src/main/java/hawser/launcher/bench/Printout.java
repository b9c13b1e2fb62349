// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.report.Percentile;
import hawser.launcher.bench.report.Results;
import hawser.launcher.bench.report.Spread;
import hawser.launcher.bench.report.Table;
import hawser.launcher.bench.report.Target;
import hawser.launcher.bench.report.Unit;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run as text. */
final class Printout {
    private static final String FAILED = "failed";
    private static final String NOTHING = "-";

    private final Results results;
    private final PrintStream out;

    Printout(Results results, PrintStream out) {
        this.results = results;
        this.out = out;
    }

    void machine(Map<String, String> facts) {
        facts.forEach((name, value) -> out.println(name + ": " + value));
        results.pingPong().ifPresent(spread -> out.println("ping-pong of its two processors: "
                + Unit.NS.format(spread.median()) + ' ' + range(spread, Unit.NS)));
        out.println("forks: " + results.forks() + "; figures are medians of the forks, (lowest to highest)");
        out.println();
    }

    void group(Group group) {
        out.println("== " + group.name() + ": " + group.title() + " ==");
        Table table = new Table("row", "subject", "p10", "p50", "(min to max)", "p90", "p99", "ours / this",
                "(min to max)", "by p10", "ping-pong");
        for (Row row : group.rows()) {
            group.subjects().forEach(subject -> line(table, group, row, subject));
        }
        table.print(out);
    }

    private void line(Table table, Group group, Row row, Subject subject) {
        var p50 = results.spread(group.name(), row.label(), subject.name(), Percentile.P50);
        if (p50.isEmpty()) {
            table.add(row.label(), subject.name(), FAILED, "", "", "", "", "", "", "", "");
            return;
        }
        var ratio = ratio(group, row, subject, Percentile.P50);
        table.add(row.label(), subject.name(), percentile(group, row, subject, Percentile.P10),
                group.unit().format(p50.get().median()), range(p50.get(), group.unit()),
                percentile(group, row, subject, Percentile.P90), percentile(group, row, subject, Percentile.P99),
                ratio.map(spread -> ratio(spread.median())).orElse(NOTHING),
                ratio.map(Printout::range).orElse(""),
                ratio(group, row, subject, Percentile.P10).map(spread -> ratio(spread.median())).orElse(""),
                pingPong(group, row, subject));
    }

    private Optional<Spread> ratio(Group group, Row row, Subject subject, Percentile percentile) {
        return subject.name().equals(group.product()) ? Optional.empty()
                : results.ratio(group.name(), row.label(), group.product(), subject.name(), percentile);
    }

    private String percentile(Group group, Row row, Subject subject, Percentile percentile) {
        return results.spread(group.name(), row.label(), subject.name(), percentile)
                .map(spread -> group.unit().format(spread.median())).orElse(NOTHING);
    }

    private String pingPong(Group group, Row row, Subject subject) {
        return results.spread(group.name(), row.label(), subject.name(), Percentile.PING_PONG)
                .map(spread -> Unit.NS.format(spread.median())).orElse(NOTHING);
    }

    private static String range(Spread spread, Unit unit) {
        return '(' + unit.format(spread.min()) + " to " + unit.format(spread.max()) + ')';
    }

    private static String range(Spread ratio) {
        return '(' + ratio(ratio.min()) + " to " + ratio(ratio.max()) + ')';
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, value < 0.1 ? "%.2g" : "%.2f", value);
    }

    /** Those of the groups and rows that were run. */
    void targets(List<Group> groups, List<Target> targets) {
        out.println("== targets ==");
        Table table = new Table("row", "ours / peer", "target", "limit", "found", "(min to max)", "reached", "by p10");
        for (Group group : groups) {
            List<String> rows = group.rows().stream().map(Row::label).toList();
            targets.stream()
                    .filter(target -> target.group().equals(group.name()) && rows.contains(target.row()))
                    .forEach(target -> line(table, group, target));
        }
        table.print(out);
    }

    private void line(Table table, Group group, Target target) {
        String percentile = target.percentile().name().toLowerCase(Locale.ROOT);
        String name = String.join(", ", group.name(), target.row(), percentile);
        String pair = target.subject() + target.peer().map(peer -> " / " + peer).orElse("");
        var found = target.found(results);
        boolean isRatio = target.peer().isPresent();
        table.add(name, pair, target.text(),
                isRatio ? ratio(target.limit()) : group.unit().format(target.limit()),
                found.map(spread -> isRatio ? ratio(spread.median()) : group.unit().format(spread.median()))
                        .orElse(NOTHING),
                found.map(spread -> isRatio ? range(spread) : range(spread, group.unit())).orElse(""),
                found.map(spread -> target.isReached(spread) ? "yes" : "no").orElse(NOTHING),
                target.undisturbed().found(results).map(spread -> isRatio ? ratio(spread.median())
                        : group.unit().format(spread.median())).orElse(NOTHING));
    }
}
