// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.report.Machine;
import hawser.launcher.bench.report.OtherLoad;
import hawser.launcher.bench.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the suite and reports. */
final class Main {
    private static final String OUTPUT = "hawser.bench.output";

    private Main() {
    }

    /** Reports on standard output and in the property's folder; speaks on standard error meanwhile. */
    public static void main(String[] arguments) throws Exception {
        PrintStream log = System.err;
        List<String> words = List.of(arguments);
        Options options;
        try {
            options = Options.parse(words);
            options.groups();
        } catch (IllegalArgumentException e) {
            log.println(e.getMessage());
            System.exit(2);
            return;
        }
        Path folder = Folders.renew(Path.of(System.getProperty(OUTPUT)));
        Suite suite = new Suite(options, new ForkCommand(words), folder, log);
        OtherLoad others = OtherLoad.begin();
        Results results = suite.run();
        Map<String, String> machine = Machine.here();
        machine.put("used by other processes", others.describe());
        report(results, machine, options, folder);
        log.println("results.json and plots are in " + folder);
        if (!suite.failed().isEmpty()) {
            log.println("failed: " + String.join("; ", suite.failed()));
            System.exit(1);
        }
    }

    private static void report(Results results, Map<String, String> machine, Options options, Path folder)
            throws IOException {
        List<Group> groups = options.groups();
        Printout printout = new Printout(results, System.out);
        ResultFiles files = new ResultFiles(results, folder);
        printout.machine(machine);
        for (Group group : groups) {
            printout.group(group);
            files.plot(group);
        }
        printout.targets(groups, Targets.all());
        files.json(machine, options, Targets.all());
    }
}
