// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.report.Machine;
import hawser.launcher.bench.report.Results;
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
        List<Group> groups;
        Options options;
        try {
            options = Options.parse(words);
            groups = options.groups();
        } catch (IllegalArgumentException e) {
            log.println(e.getMessage());
            System.exit(2);
            return;
        }
        Path folder = Folders.renew(Path.of(System.getProperty(OUTPUT)));
        Results results = new Suite(options, new ForkCommand(words), folder, log).run();
        Map<String, String> machine = Machine.here();
        Printout printout = new Printout(results, System.out);
        ResultFiles files = new ResultFiles(results, folder);
        printout.machine(machine);
        for (Group group : groups) {
            printout.group(group);
            files.plot(group);
        }
        printout.targets(groups, Targets.all());
        files.json(machine, options, Targets.all());
        log.println("results.json and plots are in " + folder);
    }
}
