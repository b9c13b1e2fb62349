// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Meter;
import hawser.launcher.bench.measure.PingPong;
import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.report.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that measures one subject by a group's rows. Arguments: file, fork, group, subject, options. */
final class Fork {
    private Fork() {
    }

    /** Measures, writes its samples to the file, and ends. */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            measure(List.of(arguments));
            exitCode = 0;
        } catch (Exception | LinkageError e) {
            System.getLogger(Fork.class.getName()).log(System.Logger.Level.ERROR, "a fork could not measure", e);
        }
        Runtime.getRuntime().halt(exitCode); // nothing to take leave of: the folder is the parent's to delete
    }

    private static void measure(List<String> all) throws Exception {
        Options options = Options.parse(all.subList(4, all.size()));
        Group group = options.groups().stream()
                .filter(each -> each.name().equals(all.get(2))).findFirst().orElseThrow();
        Cpus.pinCaller();
        double pingPong = PingPong.roundTrip();
        List<String> lines = new ArrayList<>();
        for (Row row : group.rows()) {
            Meter meter = new Meter(options.budget());
            group.subject(all.get(3)).measurement().orElseThrow().measure(row, meter);
            lines.add(new Sample(group.name(), row.label(), all.get(3), Integer.parseInt(all.get(1)),
                    meter.count(), meter.percentile(50), meter.percentile(90), meter.percentile(99),
                    pingPong).toLine());
        }
        Files.write(Path.of(all.get(0)), lines);
    }
}
