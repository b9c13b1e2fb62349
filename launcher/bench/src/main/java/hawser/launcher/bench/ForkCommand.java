// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.nativelib.Driver;
import hawser.launcher.bench.product.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How a fork is started: this Java, this class path, the machine's last two processors. */
final class ForkCommand {
    /*
     * The heap is touched before: who allocates 200 bytes an operation meets a new page every 20, and the kernel's
     * fault, shared among them, would add 100 ns to each until the collector comes round.
     */
    /** What a fork printed, in its folder. */
    static final String OUTPUT = "output";

    private final List<String> options;

    ForkCommand(List<String> options) {
        this.options = options;
    }

    Process start(Path temporary, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-D" + Cpus.PROPERTY + '=' + lastTwoProcessors(),
                property(Driver.PROPERTY),
                property(Services.DISTRIBUTION),
                "-cp", System.getProperty("java.class.path"),
                Fork.class.getName()));
        command.addAll(arguments);
        command.addAll(options);
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(temporary.resolve(OUTPUT).toFile()).start();
    }

    private static String property(String name) {
        return "-D" + name + '=' + System.getProperty(name);
    }

    /** Of those that this process may use; empty if there are not two. */
    static String lastTwoProcessors() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String list = lines.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElse(":0");
            List<String> processors = Stream.of(list.substring(list.indexOf(':') + 1).strip().split(","))
                    .flatMap(ForkCommand::range).toList();
            int count = processors.size();
            return count < 2 ? "" : String.join(",", processors.subList(count - 2, count));
        }
    }

    private static Stream<String> range(String range) {
        String[] ends = range.split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .mapToObj(Integer::toString);
    }
}
