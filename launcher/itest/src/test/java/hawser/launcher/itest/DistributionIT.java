// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The distribution from outside: {@code bin/hawser} in a copy of the folder, as a user has it. */
class DistributionIT extends InDistribution {
    private static final int CYCLES = 10;

    @Test
    void shouldAnswerOneCommandInAnInstanceOfItsOwn() throws Exception {
        assertEquals(new Outcome(0, "hello\n", ""), hawser("-c", "event:send echo:message:send hello"));
        assertEquals(3, hawser("status").exitCode());
    }

    @Test
    void shouldNameTheNearestEventWhenThereIsNoneOfThatName() throws Exception {
        assertEquals(new Outcome(1, "", "no such event: echo:mesage:send; did you mean echo:message:send?\n"),
                hawser("-c", "event:send echo:mesage:send hello"));
    }

    @Test
    void shouldAnswerInItsOwnWordsWhenACommandIsWrong() throws Exception {
        hawser("start");

        assertEquals(new Outcome(1, "", "no such command: plugin:lst; did you mean plugin:list?\n"),
                hawser("-c", "plugin:lst"));
        assertEquals(new Outcome(1, "", "usage: event:send NAME [TEXT...]; see: help event:send\n"),
                hawser("-c", "event:send"));
        assertEquals(2, hawser("").exitCode());
    }

    @Test
    void shouldEndWithTheCodeThatTheCommandAsksFor() throws Exception {
        assertEquals(new Outcome(7, "", ""), hawser("-c", "exit 7"));
    }

    @Test
    void shouldWriteTheBytesOfAnAnswerAsTheyAreWhenTheOutputIsNoTerminal() throws Exception {
        assertEquals("a\u001b[2Jb\n", hawser("-c", "event:send echo:message:send 'a\u001b[2Jb'").output());
    }

    @Test
    void shouldKeepEveryLetterWhenTheLocaleIsNotInstalled() throws Exception {
        Path script = home.resolve("greet");
        Files.writeString(script, "LC_ALL=xx_YY.UTF-8 bin/hawser -c 'event:send echo:message:send gr\u00fc\u00dfe'");

        assertEquals("gr\u00fc\u00dfe\n", run("sh ./greet 2>&1"));
    }

    @Test
    void shouldSayHowToEndItWhenItDoesNotAnswer() throws Exception {
        hawser("start");
        String pid = Files.readAllLines(home.resolve("data/hawser.pid")).get(0);
        run("kill -STOP " + pid);

        Outcome status = hawser("status");

        run("kill -CONT " + pid);
        assertEquals(1, status.exitCode());
        assertTrue(status.error().contains("does not answer") && status.error().contains("kill -9 " + pid),
                status.error());
    }

    @Test
    void shouldRunAsADaemonUntilItIsStopped() throws Exception {
        assertEquals(0, hawser("start").exitCode());

        Outcome status = hawser("status");
        Matcher number = Pattern.compile("\\d+").matcher(status.output());
        assertTrue(number.find(), status.output());
        ProcessHandle daemon = ProcessHandle.of(Long.parseLong(number.group())).orElseThrow();
        assertTrue(daemon.isAlive());
        assertEquals("hello\n", hawser("-c", "event:send echo:message:send hello").output());

        assertEquals(0, hawser("stop").exitCode());
        assertEquals(new Outcome(3, "not running\n", ""), hawser("status"));
    }

    @Test
    void shouldListWhatThereIsForPeopleAndPrograms() throws Exception {
        hawser("start");

        assertMatches("NAME .*\\necho +1\\.0\\.0 +1 +thread +1 +ACTIVE +[0-9a-f]{12}\\n", "plugin:list");
        assertMatches("NAME .*\\necho:message:send +request .* plugin echo\\n", "event:list");
        assertEquals("hello\n", hawser("-c", "event:send echo:message:send hello").output());
        assertFalse(hawser("-c", "event:stats others").error().contains("(others)"));
        assertMatches("NAME +BEGUN .*\\necho:message:send +1 +1 +0 +[0-9.]+ +[0-9.]+\\n", "event:stats");
        assertMatches("NAME .*\\necho +ring +1048576 +1048576 .*\\n", "channel:list");
        assertMatches("\\[ \\{\\n +\"name\" : \"echo\",.*\"apiVersion\" : 1,.*} ]\\n", "plugin:list --json");
        assertMatches("\\[ \\{\\n +\"name\" : \"echo:message:send\",.*} ]\\n", "event:list --json");
        assertMatches("\\[ \\{\\n +\"name\" : \"echo\",.*\"toNativeMessages\" : \\d+,.*} ]\\n", "channel:list --json");
    }

    @Test
    void shouldValidatePluginsAlsoWithoutJava() throws Exception {
        String zoo = System.getProperty("hawser.misbehaving");
        String keeps = zoo + "/libkeeps.so";
        String validate = "JAVA_HOME=/nowhere bin/hawser validate ";

        String broken = run(validate + keeps + " --seed 7 --strictness 4; echo $?");
        String fine = run(validate + zoo + "/libdestructors.so --seed 7 --json; echo $?");
        String absent = run(validate + "nowhere.so 2>&1; echo $?");
        hawser("start");
        Outcome inside = hawser("-c", "plugin:validate --strictness 4 --seed 7 --event a:b:c " + keeps);

        assertTrue(broken.contains("keeps-no-message           BROKEN  its process died of SIGSEGV"), broken);
        assertTrue(broken.contains("again: hawser validate " + keeps) && broken.endsWith("\n1\n"), broken);
        assertTrue(fine.contains("\"valid\":true") && fine.endsWith("}\n0\n"), fine);
        assertEquals("hawser: a library must be readable: path=nowhere.so, No such file or directory\n2\n", absent);
        assertEquals(1, inside.exitCode());
        assertTrue(inside.output().contains("keeps-no-message           BROKEN"), inside.output());
        assertTrue(inside.output().contains(" --event a:b:c\n"), inside.output());
        assertTrue(inside.error().contains("libkeeps.so breaks a rule"), inside.error());
    }

    @Test
    void shouldRotateAndRevokeKeysAndShowWhatWasRefused() throws Exception {
        hawser("start");
        String before = hawser("-c", "key:list --json").output();
        assertMatches("rotated 1 key of echo\n", "key:rotate echo");
        assertNotEquals(before, hawser("-c", "key:list --json").output());
        assertEquals("hello\n", hawser("-c", "event:send echo:message:send hello").output());

        assertMatches("revoked 1 key of echo\n", "key:revoke echo");
        Outcome refused = hawser("-c", "event:send echo:message:send hello");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.error().contains("INVALID_PLUGIN_KEY"), refused.error());
        assertMatches("NAME +FINGERPRINT +GENERATION +BUNDLE ID +INVALID KEY +UNAUTHORIZED\necho +1 +0\n", "key:list");
        assertMatches("NAME .*\\necho +1\\.0\\.0 +1 +thread +1 +ACTIVE +a valid key is required.*\\n", "plugin:list");
        assertMatches("echo is ACTIVE.*", "plugin:start echo");
        assertEquals("hello\n", hawser("-c", "event:send echo:message:send hello").output());
    }

    /** A key would be 64 hexadecimal digits. */
    @Test
    void shouldTellNoKeyToAnotherProcessNorToTheLog() throws Exception {
        hawser("start");
        hawser("-c", "key:rotate echo");
        Matcher number = Pattern.compile("\\d+").matcher(hawser("status").output());
        assertTrue(number.find());
        Path process = Path.of("/proc", number.group());
        Pattern key = Pattern.compile("(?i)[0-9a-f]{64}");

        List<Path> told = new ArrayList<>(List.of(process.resolve("environ"), process.resolve("cmdline")));
        try (Stream<Path> logs = Files.walk(home.resolve("log"))) {
            logs.filter(Files::isRegularFile).forEach(told::add);
        }
        for (Path each : told) {
            assertFalse(key.matcher(Files.readString(each, ISO_8859_1)).find(), each.toString());
        }
        String maps = Files.readString(process.resolve("maps"));
        assertTrue(maps.contains("/memfd:") && !maps.contains("/dev/shm/"), maps);
        assertEquals("r-x------", PosixFilePermissions.toString(Files.getPosixFilePermissions(process.resolve("fd"))));
    }

    private void assertMatches(String pattern, String command) throws Exception {
        Outcome outcome = hawser("-c", command);
        assertEquals(0, outcome.exitCode(), outcome.error());
        assertTrue(Pattern.compile(pattern, Pattern.DOTALL).matcher(outcome.output()).matches(), outcome.output());
    }

    @Test
    void shouldTalkThroughAFileToAProgramWrittenFromTheGuide() throws Exception {
        run("cc -std=gnu11 -o guide-peer '" + System.getProperty("hawser.guide.peer") + "'");
        hawser("start");
        for (String role : List.of("renderer", "native")) {
            String box = "box-" + role;
            assertEquals("attached " + box + " as " + role + "\n", hawser("-c", "channel:attach '" + home.resolve(box)
                    + "' --layout mailbox --role " + role + " --to-native 1024 --to-renderer 2048").output());
            Process peer = new ProcessBuilder(home.resolve("guide-peer").toString(), home.resolve(box).toString(),
                    role.equals("native") ? "renderer" : "native", "1024", "2048", "1").start();

            assertEquals("sent 5 bytes\n", hawser("-c", "channel:send " + box + " hello").output());

            assertEquals("hello\n", hawser("-c", "channel:receive --wait 60 " + box).output());
            assertEquals(0, peer.waitFor());
            hawser("-c", "channel:close " + box);
            assertFalse(Files.exists(home.resolve(box)), "who made the file removes it: file=" + box);
        }
    }

    @Test
    void shouldFollowTheDeployFolderTenTimes() throws Exception {
        hawser("start");
        Path jar = deployed();
        Path kept = Files.copy(jar, home.resolve("kept.jar"));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            Files.delete(jar);
            await("[ ]\n"::equals, "plugin:list --json");
            for (String list : List.of("event:list", "channel:list", "key:list")) { // the plugin may be ending yet
                await("[ ]\n"::equals, list + " --json");
            }

            Files.move(Files.copy(kept, home.resolve("copy.tmp")), jar, StandardCopyOption.ATOMIC_MOVE);
            await(output -> output.contains("\"ACTIVE\""), "plugin:list --json");
            assertEquals("again\n", hawser("-c", "event:send echo:message:send again").output());
        }
    }

    @Test
    void shouldTakeABareLibraryAndLetItGoAlsoWhileItIsDown() throws Exception {
        Path jar = deployed();
        Path library = home.resolve("deploy/libecho.so");
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Files.copy(inside.getPath("native/linux-x86-64/libecho.so"), library);
        }
        Files.delete(jar);

        assertEquals(0, hawser("start").exitCode());
        assertEquals("bare\n", hawser("-c", "event:send plugin:echo:send bare").output());
        hawser("stop");
        Files.delete(library);

        assertEquals("[ ]\n", hawser("-c", "plugin:list --json").output());
    }

    /** Of the time that it was built at, which is before the other was put there. */
    @Test
    void shouldStartNothingOfAJarThatAnOlderOneReplacesWhileItIsDown() throws Exception {
        hawser("start");
        hawser("stop");
        Path other = home.resolve("examples").resolve(deployed().getFileName().toString().replace("echo", "words"));
        Files.move(other, deployed(), StandardCopyOption.REPLACE_EXISTING);
        Path log = home.resolve("log/hawser.log");
        int before = Files.readString(log).length();

        assertMatches("NAME .*\\nwords +1\\.0\\.0 +1 +\\w+ +1 +ACTIVE .*\\n", "plugin:list");

        String since = Files.readString(log).substring(before);
        assertFalse(since.contains("Plugin echo is LOADING"), since);
    }

    @Test
    void shouldKeepWhatLiesThereUnpackedAsLongAsItIsTheSame() throws Exception {
        run("mkdir deploy/some && cd deploy/some && unzip -q ../*.jar && rm ../*.jar");
        hawser("start");
        assertEquals("hello\n", hawser("-c", "event:send echo:message:send hello").output());
        hawser("-c", "plugin:stop echo");
        hawser("stop");

        assertMatches("NAME .*\\n[\\w.]*echo .* INSTALLED.*\\n", "plugin:list");
        run("rm -r deploy/some");
        assertEquals("[ ]\n", hawser("-c", "plugin:list --json").output());
    }

    /** It keeps what it has, and stays as it was left. */
    @Test
    void shouldKeepTheBundleOfAJarThatOnlyChangedItsMode() throws Exception {
        hawser("start");
        hawser("-c", "plugin:stop echo");
        hawser("stop");
        Files.setPosixFilePermissions(deployed(), PosixFilePermissions.fromString("r--r--r--"));

        assertMatches("NAME .*\\n[\\w.]*echo .* INSTALLED.*\\n", "plugin:list");
    }

    /** As somebody who may not read everything. */
    @Test
    void shouldStartAndTakeTheRestWhenFoldersHoldAPipeOrCannotBeRead() throws Exception {
        run("mkdir -p deploy/fine deploy/pipes/META-INF deploy/locked && cd deploy && chmod 0 locked "
                + "&& unzip -q -p *.jar native/linux-x86-64/libecho.so > fine/libfine.so && rm *.jar "
                + "&& mkfifo pipes/META-INF/MANIFEST.MF");
        String user = "sh -c '[ $(id -u) != 0 ] || { chmod a+rx .. && chown -R 65534 . && exec setpriv --reuid 65534 "
                + "--clear-groups \"$@\"; }; exec \"$@\"' - ";

        run(user + "bin/hawser start");

        String list = run(user + "bin/hawser -c 'plugin:list --json'");
        run("chmod 700 deploy/locked");
        String log = Files.readString(home.resolve("log/hawser.log"));
        assertEquals("hello\n", run(user + "bin/hawser -c 'event:send plugin:echo:send hello'"), log);
        assertTrue(list.contains("META-INF/MANIFEST.MF in pipes is a pipe")
                && list.contains("cannot read locked"), list);
    }

    private Path deployed() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("deploy"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void shouldShowWhyAPluginInTheDeployFolderFailed() throws Exception {
        Files.write(home.resolve("deploy/broken.jar"), PluginJars.withLibrary("broken", "no library".getBytes(UTF_8)));

        assertEquals(0, hawser("start").exitCode());

        String list = hawser("-c", "plugin:list --json").output();
        assertTrue(list.contains("\"FAILED\"") && list.contains("a plugin must be a shared library"), list);
        assertEquals("hello\n", hawser("-c", "event:send echo:message:send hello").output());
        Outcome again = hawser("-c", "plugin:start test.broken");
        assertEquals(1, again.exitCode());
        assertTrue(again.error().startsWith("test.broken is FAILED: a plugin must be a shared library"), again.error());
        assertEquals(new Outcome(0, "test.broken is STOPPED\n", ""), hawser("-c", "plugin:stop test.broken"));
        List<String> log = Files.readAllLines(home.resolve("log/hawser.log"));
        assertTrue(log.stream().anyMatch(line -> line.contains("FAILED") && line.contains("shared library")));
    }

    @Test
    void shouldAnswerFromThePluginThatTheReadmeShows() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("hawser.readme")));
        Files.writeString(home.resolve("shout.c"), block(readme, "```c\n(#include.*?)```"));
        Files.writeString(home.resolve("manifest.txt"),
                block(readme, "```\n( +Bundle-ManifestVersion.*?) +```").replaceAll("(?m)^ +", ""));
        run(block(readme, "1\\. Build it: `(.*?)`"));
        run(block(readme, "3\\. Make it a bundle.*?`(jar .*?)`"));

        String command = block(readme, "bin/hawser (-c 'event:send shout.*?)\n");

        assertEquals("HELLO\n", run("bin/hawser " + command));
    }

    private static String block(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
