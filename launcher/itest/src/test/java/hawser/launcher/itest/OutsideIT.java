// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Scripts, and what a service needs. */
class OutsideIT extends InDistribution {
    private static final Pattern JSON_ROW = Pattern.compile("\\| `([^`]* --json[^`]*)` \\| ([\\w, ]+) \\|");
    private static final String NEXT = "next answer";
    private static final Pattern JSON_MEMBER = Pattern.compile("^  \"(\\w+)\" :", Pattern.MULTILINE);

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
        printsTheJsonThatItsDocumentsDescribe();
        configuresWatchesAndChecksItself();
        stopsAndStartsABundleByItsNumberAndAPluginByItsName();
        tellsOfAComponentThatCannotBeActivated();
        survivesWhatAPluginPrints();
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
        assertTrue(hawser("-c", "plugin:why --help").output().startsWith("plugin:why - "));
        assertEquals("no such plugin: eco; did you mean echo?\n",
                hawser("-c", "plugin:info eco | grep x").error());
    }

    /** All in one session: the members of the first object that each command prints. */
    private void printsTheJsonThatItsDocumentsDescribe() throws Exception {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        for (String line : Files.readAllLines(home.resolve("docs/json.md"))) {
            Matcher row = JSON_ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), List.of(row.group(2).split(", ")));
            }
        }
        Path script = Files.writeString(home.resolve("json"),
                String.join("\necho " + NEXT + "\n", documented.keySet()) + "\n");

        List<String> printed = List.of(hawser(script.toString()).output().split(NEXT));

        assertEquals(documented.size(), printed.size());
        Iterator<String> answers = printed.iterator();
        documented.forEach((command, members) -> assertEquals(members, JSON_MEMBER.matcher(answers.next()).results()
                .map(found -> found.group(1)).distinct().toList(), command));
    }

    private void configuresWatchesAndChecksItself() throws Exception {
        assertEquals(new Outcome(0, "hawser.transport.codec.json: max.depth=7 (was 100)\n", ""),
                hawser("-c", "config:set hawser.transport.codec.json max.depth 7"));
        Outcome wrong = hawser("-c", "config:set hawser.transport.codec.json max.depth 0");
        assertEquals(1, wrong.exitCode());
        assertEquals("max.depth must be a whole number of at least 1: found max.depth=0; max.depth=7 stays\n",
                wrong.error());
        assertEquals("hawser.plugin.echo logs from DEBUG on\n", hawser("-c", "log:level echo DEBUG").output());
        assertEquals(0, hawser("-c", "health:check").exitCode());
        Process watcher = new ProcessBuilder(home.resolve("bin/hawser").toString(), "-c", "event:watch --limit 1")
                .redirectErrorStream(true).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(watcher.getInputStream(), UTF_8))) {
            while (!output.ready()) {
                hawser("-c", "event:send echo:message:send seen");
            }
            assertTrue(output.readLine().contains("  echo:message:send  hawser  seen  ->  seen  "));
        }
    }

    private void stopsAndStartsABundleByItsNumberAndAPluginByItsName() throws Exception {
        Matcher id = Pattern.compile("\"bundleId\" : (\\d+)").matcher(hawser("-c", "plugin:info --json echo").output());
        assertTrue(id.find());
        String bundle = "bundle " + id.group(1) + " (hawser.plugin.echo) is ";

        assertEquals(bundle + "RESOLVED\n", hawser("-c", "stop " + id.group(1)).output());
        assertEquals(bundle + "ACTIVE\n", hawser("-c", "start hawser.plugin.echo").output());
        assertEquals("echo is STOPPED\n", hawser("-c", "stop echo").output());
        assertEquals("echo is STOPPED: plugin:start echo starts it\n", hawser("-c", "plugin:why echo").output());
        assertEquals("echo is ACTIVE\n", hawser("-c", "start echo").output());
        assertEquals(new Outcome(1, "", "no bundle has the number 9999; lb lists those there are\n"),
                hawser("-c", "stop 9999"));
        assertEquals("no such bundle or plugin: eco; did you mean echo?\n", hawser("-c", "stop eco").error());
    }

    private void tellsOfAComponentThatCannotBeActivated() throws Exception {
        Path jar = Files.write(home.resolve("deploy/unwilling.jar"), Unwilling.jar());

        await(output -> output.contains("Component unwilling of unwilling could not be activated: "
                + "java.lang.IllegalStateException: " + Unwilling.WHY), "health:check --json");

        String log = "";
        while (!log.contains(" ERROR ") || !log.contains(Unwilling.WHY)) { // health may be told first
            log = Files.readString(home.resolve("log/hawser.log"));
        }
        Files.delete(jar);
    }

    /** It prints where Hawser does: nobody can say afterwards whose that was. */
    private void survivesWhatAPluginPrints() throws Exception {
        Path library = home.resolve("libprints.so");
        Files.copy(Path.of(System.getProperty("hawser.misbehaving")).resolve(library.getFileName()), library);
        Files.writeString(home.resolve("libprints.json"), "{\"execution\": \"thread\"}");
        int mib = Integer.getInteger("hawser.zoo.mib", 64);
        assertEquals("prints is ACTIVE\n", hawser("-c", "plugin:install '" + library + "'").output());

        assertEquals(mib + "\n", hawser("-c", "event:send plugin:prints:send " + mib).output());

        long printed = Files.size(home.resolve("log/console.log")) >> 20;
        assertTrue(printed >= mib, printed + " MiB");
        assertEquals("on\n", hawser("-c", "event:send echo:message:send on").output());
        Cases.row(42, "thread", "prints.so", "answers: " + mib
                + ", and log/console.log has these MiB without a newline");
        assertEquals("prints is gone\n", hawser("-c", "plugin:uninstall prints").output());
    }

    private void isAnotherProcessAfterARestart() throws Exception {
        List<String> before = Files.readAllLines(home.resolve("data/hawser.pid"));
        Files.delete(home.resolve("conf/hawser.transport.codec.json.cfg")); // it is written when a setting is changed

        assertEquals(0, hawser("restart").exitCode());

        assertNotEquals(before.get(0), Files.readAllLines(home.resolve("data/hawser.pid")).get(0));
        assertEquals("again\n", hawser("-c", "event:send echo:message:send again").output());
        assertTrue(hawser("-c", "config:list | grep codec").output().matches("hawser.transport.codec.json +\\d+ .*\n"),
                "what a file said that is gone does not hold");
    }

    @Test
    void shouldPrintItsLogWhenItRunsInTheForeground() throws Exception {
        Process process = new ProcessBuilder(home.resolve("bin/hawser").toString(), "run")
                .redirectErrorStream(true).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertTrue(output.lines().anyMatch(line -> line.contains("[hawser.plugin.host] Plugin echo is ACTIVE")));
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
