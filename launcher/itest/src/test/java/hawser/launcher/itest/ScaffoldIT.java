// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code bin/hawser new plugin}: the project of each language is built, deployed by its one command, and called. */
class ScaffoldIT extends InDistribution {
    @Test
    void shouldMakeAPluginInEachLanguageThatAnswers() throws Exception {
        hawser("start");
        for (String language : languages()) {
            String name = "made-in-" + language;
            String event = language.equals("java") ? name + ":message:send" : "plugin:" + name + ":send";
            String quote = language.equals("java") ? "\"" : "";

            String said = run("bin/hawser new plugin " + name + " --lang " + language);

            assertTrue(said.endsWith("-c 'event:send " + event + " world'\n"), said);
            assertTrue(run("./" + name + "/deploy").endsWith("deployed " + home + "/deploy/"
                    + (language.equals("java") ? name + ".jar" : "lib" + name + ".so") + "\n"));
            await(output -> output.contains('"' + event + '"'), "event:list --json");
            assertEquals(quote + "hello, world" + quote + "\n", run(said.substring(said.lastIndexOf("\n  ") + 1)));
        }
    }

    /** Rust where cargo is; the others need what the build itself needs. */
    private static List<String> languages() {
        boolean cargo = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cargo")));
        return cargo ? List.of("c", "cpp", "rust", "java") : List.of("c", "cpp", "java");
    }
}
