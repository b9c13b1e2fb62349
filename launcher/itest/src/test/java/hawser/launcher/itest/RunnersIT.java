// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Isolated plugins from outside: what is left of them, what the configuration says of them, what the README shows. */
class RunnersIT extends InDistribution {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final Path ZOO = Path.of(System.getProperty("hawser.misbehaving"));
    private static final List<String> EXECUTIONS = List.of("thread", "inline", "process");
    private static final Path SOURCES = ZOO.resolve("../..").normalize();
    private static final int KILLS = Integer.getInteger("hawser.host.kills", 1);
    /** What an instance has for as long as it runs; the next one replaces it. */
    private static final List<String> OF_THE_INSTANCE = List.of("data/hawser.pid", "data/run/hawser.sock");
    /** Copies of standard streams, and what the framework keeps of bundles. */
    private static final Pattern UNCOUNTED = Pattern.compile("(out|err)\\d+|log/.*|data/cache/.*");

    @Test
    void shouldLeaveNoProcessAndNoFileWhenTheHostIsKilled() throws Exception {
        Files.copy(ZOO.resolve("libdies.so"), home.resolve("deploy/libdies.so"));
        Set<String> running = Set.of();
        for (int i = 0; i < KILLS; i++) {
            assertEquals(0, hawser("start").exitCode());
            ProcessHandle host = ProcessHandle.of(pid()).orElseThrow();
            List<ProcessHandle> runners = host.children().toList();
            assertFalse(runners.isEmpty());
            List<Path> elsewhere = openElsewhere(host.pid());
            running = files();

            host.destroyForcibly();

            host.onExit().get();
            runners.forEach(RunnersIT::awaitEnd);
            assertEquals(running, files());
            assertEquals(List.of(), elsewhere.stream().filter(Files::exists).toList());
        }
        assertEquals("hello\n", hawser("-c", "event:send plugin:dies:send hello").output());
        running.removeAll(OF_THE_INSTANCE);
        assertEquals(running, files());
    }

    /** It is nobody's child any more, so that its number tells: until its end is collected it has no command. */
    private static void awaitEnd(ProcessHandle runner) {
        long begun = System.nanoTime();
        while (runner.isAlive() && runner.info().command().isPresent()) {
            assertTrue(System.nanoTime() - begun < PATIENCE_NS, "it outlived its host: " + runner.pid());
            Thread.onSpinWait();
        }
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("data/hawser.pid")).get(0));
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(file -> home.relativize(file).toString())
                    .filter(name -> !UNCOUNTED.matcher(name).matches()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What it has mapped in folders for temporary files and shared memory, but for its own and what Java has. */
    private List<Path> openElsewhere(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
            return lines.filter(line -> line.contains("/")).map(line -> line.substring(line.indexOf('/')))
                    .filter(name -> name.matches("/(dev/shm|tmp|run)/(?!hsperfdata).*")).map(Path::of)
                    .filter(file -> !file.startsWith(home)).distinct().toList();
        }
    }

    /** Its constructor would end Hawser as it starts: the configuration is known before any plugin is. */
    @Test
    void shouldKnowWhatIsToBeIsolatedBeforeAnythingIsLoaded() throws Exception {
        Files.writeString(home.resolve("conf/hawser.plugin.process.cfg"), "execution = silent=process\n");
        deploy("dying", "dies", "dies-constructor-abort.so", "");
        deploy("quiet", "silent", "l.so", "");
        for (String execution : EXECUTIONS) {
            deploy(execution, "behaves", "behaves-copy-" + execution + ".so", ";execution=" + execution);
        }

        assertEquals(0, hawser("start").exitCode());

        String list = hawser("-c", "plugin:list").output();
        assertTrue(Pattern.compile("(?m)^test.dying .* FAILED .*SIGABRT").matcher(list).find(), list);
        assertTrue(Pattern.compile("(?m)^silent .* process +1 +ACTIVE").matcher(list).find(), list);
        assertTrue(Pattern.compile("(?m)^echo .* thread +1 +ACTIVE").matcher(list).find(), list);
        writesIntoTheLogHoweverItIsDriven();
    }

    private void deploy(String bundle, String library, String file, String attributes) throws IOException {
        Files.write(home.resolve("deploy/" + bundle + ".jar"), PluginJars.with(bundle, "native/" + file,
                Files.readAllBytes(ZOO.resolve("lib" + library + ".so")), "native/" + file + attributes));
    }

    private void writesIntoTheLogHoweverItIsDriven() throws Exception {
        for (String execution : EXECUTIONS) {
            assertEquals("0\n", hawser("-c", "event:send plugin:behaves-" + execution + ":send 'wa line'").output());
        }
        for (String execution : EXECUTIONS) {
            awaitInLog("[behaves-" + execution + "] a line");
        }
    }

    private void awaitInLog(String text) throws IOException {
        long begun = System.nanoTime();
        while (!Files.readString(home.resolve("log/hawser.log")).contains(text)) {
            assertTrue(System.nanoTime() - begun < PATIENCE_NS, "the log has to tell " + text);
            Thread.onSpinWait();
        }
    }

    /** Each command with what it prints; the first one is typed in a shell, the rest in Hawser's. */
    @Test
    void shouldDoWhatTheReadmeShowsOfIsolation() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("hawser.readme")));
        Matcher block =
                Pattern.compile("## What isolation gives.*?```console\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertTrue(block.find());
        List<String> typed = new ArrayList<>();
        int generation = 1;
        for (String step : block.group(1).split("(?m)^(?=\\$ |hawser> )")) {
            typed.add(step.lines().findFirst().orElseThrow());
            if (step.startsWith("$ sdk/")) {
                run(step.substring(2).replaceFirst("\\S+/plugin.examples/misbehaving/", "'" + SOURCES + "'/"));
                hawser("start");
            } else if (step.startsWith("hawser> ")) {
                String active = "(?s).*\ndies .* " + generation + " +ACTIVE .*";
                await(list -> list.matches(active), "plugin:list"); // who types is slower than a restart
                String[] lines = step.substring("hawser> ".length()).split("\n", 2);
                Outcome outcome = hawser("-c", lines[0]);
                assertEquals(lines[1], outcome.output() + outcome.error(), lines[0]);
                generation += lines[1].startsWith("PLUGIN_CRASHED") ? 1 : 0;
            }
        }
        assertEquals("$ bin/hawser", typed.get(1));
        assertEquals(5, typed.size());
        tellsOfTheCrash();
    }

    private void tellsOfTheCrash() throws Exception {
        String why = hawser("-c", "plugin:why dies").output();
        Matcher told = Pattern.compile("dies is ACTIVE\ncrashed once .* ago \\(.*, generation 1\\): its process died "
                + "of SIGSEGV at address 0x10 in fault \\(libdies.so\\).*\nreport: (.*)\n").matcher(why);
        assertTrue(told.matches(), why);
        Path report = Path.of(told.group(1));
        assertEquals(home.resolve("log/crash").toRealPath(), report.getParent().toRealPath());
        assertTrue(Files.readString(report).contains("fault+0x"), why);
        String info = hawser("-c", "plugin:info --json dies").output();
        Matcher process = Pattern.compile("(?s).*\"process\" : (\\d+),\\s+\"crashes\" : 1,\\s+\"lastCrash\" : \"2.*Z\","
                + "\\s+\"crashReason\" : \"its process died of SIGSEGV .*\",\\s+\"crashReport\" : \""
                + Pattern.quote(report.toString()) + "\".*")
                .matcher(info);
        assertTrue(process.matches(), info);
        assertTrue(ProcessHandle.of(Long.parseLong(process.group(1))).isPresent(), info);

        assertEquals("dies is ACTIVE\n", hawser("-c", "plugin:start dies").output());
        assertEquals("dies is ACTIVE\n", hawser("-c", "plugin:why dies").output());
    }
}
