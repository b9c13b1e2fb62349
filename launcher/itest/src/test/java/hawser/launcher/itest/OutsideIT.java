// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts, and what a service needs. */
class OutsideIT extends InDistribution {
    @Test
    void shouldRunAFileUpToTheFirstFailureAndServeAsADaemon() throws Exception {
        Files.writeString(home.resolve("greet"), """
                #!/usr/bin/env hawser
                # shows each result
                event:send echo:message:send $1
                plugin:why echo
                plugin:why eco
                event:send echo:message:send never
                """);
        hawser("start");

        Outcome outcome = hawser(home.resolve("greet").toString(), "one word");

        assertEquals(new Outcome(1, "one word\necho is ACTIVE\n", home.resolve("greet")
                + ", line 5: no such plugin: eco; did you mean echo?\n"), outcome);
        givesScriptsObjectsAndPipesLines();
        followsTheLogAlsoWhenItIsRotated();
        isAnotherProcessAfterARestart();
    }

    @Test
    void shouldRunTheCommandsThatAreOnTheStandardInput() throws Exception {
        String printed = run("printf 'x = 7\\nevent:send echo:message:send \"it is $x\"\\nexit 5\\n' | bin/hawser"
                + " || echo code $?");

        assertEquals("7\nit is 7\ncode 5\n", printed);
    }

    private void givesScriptsObjectsAndPipesLines() throws Exception {
        assertEquals("echo\n", hawser("-c", "each (plugin:list) { echo ($it get name) }").output());
        assertTrue(hawser("-c", "plugin:list | grep ACTIVE").output().startsWith("echo "));
        assertEquals("no such plugin: eco; did you mean echo?\n",
                hawser("-c", "plugin:info eco | grep x").error());
    }

    private void isAnotherProcessAfterARestart() throws Exception {
        List<String> before = Files.readAllLines(home.resolve("data/hawser.pid"));

        assertEquals(0, hawser("restart").exitCode());

        assertNotEquals(before.get(0), Files.readAllLines(home.resolve("data/hawser.pid")).get(0));
        assertEquals("again\n", hawser("-c", "event:send echo:message:send again").output());
    }

    @Test
    void shouldPrintItsLogWhenItRunsInTheForeground() throws Exception {
        Process process = new ProcessBuilder(home.resolve("bin/hawser").toString(), "run")
                .redirectErrorStream(true).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertTrue(output.lines().anyMatch(line -> line.endsWith("[hawser.plugin.host] Plugin echo is ACTIVE")));
        }

        process.destroy();

        assertEquals(143, process.waitFor());
        assertEquals(3, hawser("status").exitCode());
    }

    private void followsTheLogAlsoWhenItIsRotated() throws Exception {
        assertTrue(hawser("logs").output().contains("Plugin echo is ACTIVE"));
        Process follower = new ProcessBuilder(home.resolve("bin/hawser").toString(), "logs", "-f")
                .redirectErrorStream(true).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(follower.getInputStream(), UTF_8))) {
            assertTrue(output.lines().anyMatch(line -> line.contains("Plugin echo is ACTIVE")));
            Files.move(home.resolve("log/hawser.log"), home.resolve("log/hawser.1.log"));
            Files.writeString(home.resolve("log/hawser.log"), "a new file\n");

            assertTrue(output.lines().anyMatch("a new file"::equals));
        } finally {
            follower.destroy();
        }
    }
}
