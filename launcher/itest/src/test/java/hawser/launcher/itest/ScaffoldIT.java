// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code bin/hawser new plugin}: the project is built, deployed by its one command, and called. The tutorial, which
 * {@link DocsIT} follows, makes those in C, C++ and Java.
 */
class ScaffoldIT extends InDistribution {
    @Test
    void shouldMakeAPluginInRustWhereCargoIsAndInCElsewhere() throws Exception {
        hawser("start");

        String said = run("bin/hawser new plugin made-here --lang " + (hasCargo() ? "rust" : "c"));

        assertTrue(said.endsWith("-c 'event:send plugin:made-here:send world'\n"), said);
        assertTrue(run("./made-here/deploy").endsWith("deployed " + home + "/deploy/libmade-here.so\n"));
        await(output -> output.contains("\"plugin:made-here:send\""), "event:list --json");
        assertEquals("hello, world\n", run(said.substring(said.lastIndexOf("\n  ") + 1)));
    }

    private static boolean hasCargo() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cargo")));
    }
}
