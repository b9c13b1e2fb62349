// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.Meter;
import hawser.launcher.bench.measure.PingPong;
import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.report.Sample;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that measures one subject by a group's rows. Arguments: file, fork, group, subject, options. */
public final class Fork {
    private static final int OPTIONS = 4;

    private Fork() {
    }

    /** Measures, writes its samples to the file, and ends. */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            start(List.of(arguments));
            exitCode = 0;
        } catch (InvocationTargetException e) {
            tell(e.getCause());
        } catch (Exception | LinkageError e) {
            tell(e);
        }
        Runtime.getRuntime().halt(exitCode); // nothing to take leave of: the folder is the parent's to delete
    }

    private static void tell(Throwable failure) {
        System.getLogger(Fork.class.getName()).log(System.Logger.Level.ERROR, "a fork could not measure", failure);
    }

    private static void start(List<String> all) throws Exception {
        if (subject(all).isInFramework()) {
            ForkFramework.load(Fork.class).getMethod("measure", List.class).invoke(null, all);
        } else {
            measure(all);
        }
    }

    private static Subject subject(List<String> all) {
        return group(all).subject(all.get(3));
    }

    private static Group group(List<String> all) {
        return options(all).groups().stream()
                .filter(each -> each.name().equals(all.get(2))).findFirst().orElseThrow();
    }

    private static Options options(List<String> all) {
        return Options.parse(all.subList(OPTIONS, all.size()));
    }

    /** The same with the arguments of {@link #main}, in whatever framework this class is loaded by. */
    public static void measure(List<String> all) throws Exception {
        Group group = group(all);
        Cpus.pinCaller();
        double pingPong = PingPong.roundTrip();
        List<String> lines = new ArrayList<>();
        for (Row row : group.rows()) {
            Meter meter = new Meter(options(all).budget());
            subject(all).measurement().measure(row, meter);
            lines.add(new Sample(group.name(), row.label(), all.get(3), Integer.parseInt(all.get(1)),
                    meter.count(), meter.percentile(10), meter.percentile(50), meter.percentile(90),
                    meter.percentile(99), pingPong).toLine());
        }
        Files.write(Path.of(all.get(0)), lines);
    }
}
