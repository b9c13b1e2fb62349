// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the distribution's folder for each test, as a user has it; what runs in it is stopped afterwards. */
abstract class InDistribution {
    private static final Path DIST = Path.of(System.getProperty("hawser.dist"));

    /** The copy. */
    protected Path home;

    /** What a command printed and how it ended. */
    protected record Outcome(int exitCode, String output, String error) {
    }

    @BeforeEach
    void copy(@TempDir Path folder) throws IOException {
        home = folder.resolve("a folder");
        try (Stream<Path> files = Files.walk(DIST)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(DIST.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        hawser("stop");
    }

    /** {@return what the line printed, run by a shell in the folder} */
    protected String run(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line).directory(home.toFile())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Asks until the answer is as expected; the build's own limit ends a wait that is in vain. */
    protected void await(Predicate<String> expected, String command) throws Exception {
        while (!expected.test(hawser("-c", command).output())) {
            Thread.onSpinWait();
        }
    }

    /** {@return the outcome of {@code bin/hawser}, without standard input} */
    protected Outcome hawser(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(home.resolve("bin/hawser").toString()),
                Stream.of(arguments)).toList();
        Path output = Files.createTempFile(home, "out", "");
        Path error = Files.createTempFile(home, "err", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile()).redirectError(error.toFile()).start();
        process.getOutputStream().close();
        int exitCode = process.waitFor();
        return new Outcome(exitCode, Files.readString(output), Files.readString(error));
    }
}
