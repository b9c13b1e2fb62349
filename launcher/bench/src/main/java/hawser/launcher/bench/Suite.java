// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.report.Results;
import hawser.launcher.bench.report.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs each subject of each group in processes of its own, in turns: never all forks of one first. */
final class Suite {
    private static final long LIMIT_S = 180;
    private static final int LINES_TOLD = 20;

    private final Options options;
    private final ForkCommand command;
    private final Path folder;
    private final PrintStream log;
    private final List<String> failed = new ArrayList<>();

    Suite(Options options, ForkCommand command, Path folder, PrintStream log) {
        this.options = options;
        this.command = command;
        this.folder = folder;
        this.log = log;
    }

    /** All samples; a fork that failed is told and leaves none. */
    Results run() throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (Group group : options.groups()) {
            for (int fork = 1; fork <= options.forks(); fork++) {
                for (Subject subject : inTurn(group.subjects(), fork)) {
                    log.printf("%s %d/%d: %s%n", group.name(), fork, options.forks(), subject.name());
                    samples.addAll(measure(group, subject, fork));
                }
            }
        }
        return new Results(options.forks(), samples);
    }

    /** {@return the forks that came to no end, as {@code GROUP, fork N: SUBJECT}} */
    List<String> failed() {
        return failed;
    }

    /** Each fork begins with another subject, so that none is always first on a cold or a hot machine. */
    private static List<Subject> inTurn(List<Subject> subjects, int fork) {
        List<Subject> turn = new ArrayList<>(subjects);
        Collections.rotate(turn, 1 - fork);
        return turn;
    }

    private List<Sample> measure(Group group, Subject subject, int fork)
            throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory(folder, "fork-");
        Path output = temporary.resolve("samples");
        Process process = command.start(temporary, List.of(
                output.toString(), Integer.toString(fork), group.name(), subject.name()));
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        if (!Files.exists(output)) {
            failed.add(group.name() + ", fork " + fork + ": " + subject.name());
            tellFailure(temporary.resolve(ForkCommand.OUTPUT));
            return List.of();
        }
        List<Sample> samples = Files.readAllLines(output).stream().map(Sample::parse).toList();
        Folders.delete(temporary);
        return samples;
    }

    private void tellFailure(Path output) throws IOException {
        log.printf("  no result; its output is in %s, and begins:%n", output);
        try (Stream<String> lines = Files.lines(output)) {
            lines.limit(LINES_TOLD).forEach(line -> log.println("    " + line));
        }
    }
}
