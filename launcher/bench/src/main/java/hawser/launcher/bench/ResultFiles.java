// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.report.Percentile;
import hawser.launcher.bench.report.Plot;
import hawser.launcher.bench.report.Results;
import hawser.launcher.bench.report.Spread;
import hawser.launcher.bench.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as {@code results.json} and a plot for each group. */
final class ResultFiles {
    private final Results results;
    private final Path folder;

    ResultFiles(Results results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    void json(Map<String, String> machine, Options options, List<Target> targets) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("machine", machine);
        content.put("options", options);
        content.put("targets", targets.stream().map(this::target).toList());
        content.put("samples", results.samples());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("results.json").toFile(), content);
    }

    private Map<String, Object> target(Target target) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("group", target.group());
        content.put("row", target.row());
        content.put("subject", target.subject());
        content.put("peer", target.peer().orElse(null));
        content.put("percentile", target.percentile());
        content.put("limit", target.limit());
        Spread found = target.found(results).orElse(null);
        content.put("found", found);
        content.put("reached", found == null ? null : target.isReached(found));
        return content;
    }

    void plot(Group group) throws IOException {
        List<String> rows = group.rows().stream().map(Row::label).toList();
        Plot plot = new Plot(group.title(), group.unit(), rows);
        for (Subject subject : group.subjects()) {
            plot.add(subject.name(), subject.isOurs(), rows.stream().map(row ->
                    results.spread(group.name(), row, subject.name(), Percentile.P50)).toList());
        }
        Files.writeString(folder.resolve(group.name() + ".svg"), plot.draw());
    }
}
