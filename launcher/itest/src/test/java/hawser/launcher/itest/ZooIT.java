// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.channel.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * Plugins that each break one rule, in processes of their own: the host says by name what is wrong, stays up, serves
 * another plugin meanwhile, and has nothing left of them. Prints what was tried and what came
 * of it, and leaves the table in {@code target/zoo.txt}.
 */
public class ZooIT extends Isolated {
    private static final System.Logger LOG = System.getLogger("zoo");
    private static final Set<String> TABLE = new TreeSet<>();
    private static final Map<String, String> DEATHS = Map.of("segv", "SIGSEGV", "abort", "SIGABRT", "exit",
            "exited with status 0", "_exit", "exited with status 0", "kill", "SIGKILL", "overflow", "SIGSEGV",
            "divide", "SIGFPE", "illegal", "SIGILL", "spin", "killed");

    private Bundle echo;

    @Before
    public void startItBesideEcho() throws Exception {
        configure("hawser.plugin.host", Map.of("initialize.timeout", 1000L, "shutdown.timeout", 1000L));
        configure("hawser.plugin.process", settings());
        echo = start(install(echoJar(), "process"));
    }

    private static Map<String, Object> settings() {
        return Map.of("hang.timeout", 1000L, "restart.delay", 1L);
    }

    @After
    public void leaveNothing() throws Exception {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith("test:")) {
                bundle.uninstall();
            }
        }
        assertEquals(List.of(), service(Channels.class).list());
        assertEquals(List.of(), runners());
    }

    @AfterClass
    public static void printTable() throws IOException {
        Files.write(Path.of("target/zoo.txt"), TABLE);
    }

    @Test
    public void shouldRefuseWhatIsNoLibrary() throws Exception {
        byte[] whole = Files.readAllBytes(Path.of(System.getProperty("hawser.misbehaving"), "libsilent.so"));
        fails(1, "text.so", "no library at all".getBytes(UTF_8), "shared library in ELF: .*length=17");
        for (int length = 64; length < whole.length; length += Integer.getInteger("hawser.zoo.step", 1024)) {
            isCut(length, Arrays.copyOf(whole, length));
        }
        byte[] foreign = whole.clone();
        foreign[18] = (byte) 183; // the machine: AArch64
        fails(3, "foreign.so", foreign, "required machine=.*has machine=aarch64");
        fails(4, "lacking.so", replace(misbehaving("dies"), "libc.so.6", "libq.so.6"), "libq.so.6");
    }

    private static byte[] replace(byte[] bytes, String text, String other) {
        return new String(bytes, ISO_8859_1).replace(text, other)
                .getBytes(ISO_8859_1);
    }

    @Test
    public void shouldRefuseATableThatIsWrong() throws Exception {
        fails(5, "no_entry.so", misbehaving("no_entry"), "get_plugin_interface");
        fails(6, "null_table.so", misbehaving("null_table"), "returned NULL");
        for (String name : List.of("null", "empty", "long", "latin", "control")) {
            fails(name.equals("null") ? 7 : 8, "table-name-" + name + ".so", misbehaving("table"), "info.name");
        }
        for (String version : List.of("0", "2", "max")) {
            fails(9, "table-version-" + version + ".so", misbehaving("table"), "API version 1: .* api_version=\\d+");
        }
        for (String function : List.of("initialize", "shutdown", "process", "update")) {
            fails(10, "table-no-" + function + ".so", misbehaving("table"), "four functions: .* " + function);
        }
        answers(8, "table-name-path.so", "table", "a-b--c-", "hi", "hi");
        answers(11, "table-misaligned.so", "table", "zoo", "hi", "hi");
    }

    @Test
    public void shouldRefuseWhatDoesNotStart() throws Exception {
        for (String way : DEATHS.keySet()) {
            fails(way.equals("spin") ? 13 : 12, "dies-constructor-" + way + ".so", misbehaving("dies"),
                    DEATHS.get(way));
        }
        for (int status : new int[] {-1, -2, 42}) {
            fails(14, "starts-status-" + status + ".so", misbehaving("starts"), "initialize.*" + status);
        }
        fails(15, "starts-asleep.so", misbehaving("starts"), "had not answered within 1000 ms, inside initialize");
        fails(41, "environment.so", misbehaving("environment"), "initialize.*-2");
    }

    @Test
    public void shouldSurviveEveryDeathInEveryFunction() throws Exception {
        for (String way : DEATHS.keySet()) {
            int number = way.equals("spin") ? 17 : 16;
            dies(number, "dies.so", "dies", "dies", way, DEATHS.get(way) + ".*process_message");
            fails(number, "dies-initialize-" + way + ".so", misbehaving("dies"), DEATHS.get(way) + ".*initialize");
            isQuarantined(number, "dies-update-" + way + ".so", misbehaving("dies"), DEATHS.get(way) + ".*update");
            Bundle plugin = startIsolated("dies-shutdown-" + way + ".so", misbehaving("dies"));
            plugin.stop();
            assertEquals(PluginState.STOPPED, plugin(plugin).state());
            finish(number, "dies-shutdown-" + way + ".so", plugin, "STOPPED");
        }
    }

    @Test
    public void shouldConfineWhatReachesOutOfItsProcess() throws Exception {
        answers(18, "spawns.so", "spawns", "spawns", "fork", "0");
        configure("hawser.plugin.process", Map.of("limit.processes", 20L, "limit.user", 61_042L));
        answers(18, "spawns.so", "spawns", "spawns", "fork", "1?\\d");
        configure("hawser.plugin.process", settings());
        diesSoon(19, "closes.so", "closes", "closes", "close");
        String folder = Path.of("").toAbsolutePath().toString();
        answers(20, "surroundings.so", "surroundings", "surroundings", "hi", "hi");
        dies(20, "surroundings.so", "surroundings", "surroundings", "crash", "SIGSEGV");
        assertEquals(folder, Path.of("").toAbsolutePath().toString());
        configure("hawser.plugin.process", Map.of("limit.memory", 96L << 20));
        answers(34, "leaks.so", "leaks", "leaks", "leak", "limited");
    }

    @Test
    public void shouldSurviveWhatLeavesAFunctionOtherwise() throws Exception {
        dies(21, "throws.so", "throws", "throws", "throw", "SIGABRT");
        dies(22, "jumps.so", "jumps", "jumps", "jump", "SIGABRT|SIGSEGV");
    }

    @Test
    public void shouldSurviveMisuseOfTheCallbacks() throws Exception {
        answers(23, "late.so", "late", "late", "hi", "hi");
        answers(24, "threads.so", "threads", "threads", "hi", "64");
        answers(25, "misuses-reenters.so", "misuses", "misuses", "hi", "hi");
        answers(28, "misuses.so", "misuses", "misuses", "hi", "-1 -1 -1 -1 -1 -1");
        answers(29, "misuses.so", "misuses", "misuses", "hi", "-1 -1 -1 -1 -1 -1");
        dies(30, "misuses-claims.so", "misuses", "misuses", "crash", "SIGABRT");
        answers(35, "million.so", "million", "million", "hi", "hi");
        refuses(36, "large.so", "large", "large", ErrorCode.PAYLOAD_TOO_LARGE);
        answers(37, "threads.so", "threads", "threads", "hi", "64");
        answers(38, "destructors.so", "destructors", "destructors", "hi", "hi");
        answers(42, "prints.so", "prints", "prints", Integer.getInteger("hawser.zoo.mib", 64).toString(), "\\d+");
    }

    @Test
    public void shouldSurviveWhatWritesIntoItsChannel() throws Exception {
        answers(26, "keeps.so", "keeps", "keeps", "hi", "kept");
        endsOrGoesOn(27, "outside.so", "outside"); // the host may see what it wrote before it dies
        for (String what : List.of("states", "records", "all", "flips", "back", "ahead")) {
            int number = what.equals("flips") ? 32 : List.of("back", "ahead").contains(what) ? 33 : 31;
            endsOrGoesOn(number, "scribbles-" + what + ".so", "scribbles");
        }
        endsOrGoesOn(31, "scribbles-header.so", "scribbles");
        isEnded(33, "scribbles-requests.so");
    }

    @Test
    public void shouldKeepPluginsApartThatLookAlike() throws Exception {
        Bundle first = startIsolated("keeps.so", misbehaving("keeps"));
        Bundle second = startIsolated("silent.so", misbehaving("silent"));
        assertEquals(PluginState.ACTIVE, plugin(first).state());
        assertEquals(PluginState.ACTIVE, plugin(second).state());
        second.uninstall();
        finish(39, "keeps.so, silent.so", first, "ACTIVE both, of the same symbols");
        Bundle once = startIsolated("keeps.so", misbehaving("keeps"));
        Bundle again = startIsolated("keeps-again.so", misbehaving("keeps"));
        assertMatches("keeps-again.so", "name must be its own", plugin(again).reason().orElse(""));
        again.uninstall();
        finish(40, "keeps.so", once, "ACTIVE, when another of its name was refused");
    }

    /* ---- what may come of it ---- */

    private void fails(int number, String file, byte[] library, String reason) throws Exception {
        Bundle plugin = startIsolated(file, library);
        String why = plugin(plugin).reason().orElse("");
        assertEquals(file + ": " + why, PluginState.FAILED, plugin(plugin).state());
        assertMatches(file, reason, why);
        finish(number, file, plugin, "FAILED: " + why);
    }

    /** What is missing may be needed by nobody. */
    private void isCut(int length, byte[] library) throws Exception {
        String file = "cut-" + length + ".so";
        Bundle plugin = startIsolated(file, library);
        String why = plugin(plugin).reason().orElse("none");
        assertMatches(file, "a library must be whole: ", why);
        finish(2, file, plugin, plugin(plugin).state() + ": " + why);
    }

    private void isQuarantined(int number, String file, byte[] library, String reason) throws Exception {
        Bundle plugin = startIsolated(file, library);
        await(plugin, PluginState.QUARANTINED, 1);
        String why = plugin(plugin).reason().orElse("");
        assertMatches(file, reason, why);
        finish(number, file, plugin, "QUARANTINED: " + why);
    }

    private void answers(int number, String file, String library, String name, String message, String answer)
            throws Exception {
        Bundle plugin = startIsolated(file, misbehaving(library));
        assertEquals(plugin(plugin).toString(), PluginState.ACTIVE, plugin(plugin).state());
        String found = new String(send(sendTo(name), message.getBytes(UTF_8)), UTF_8);
        assertMatches(file, answer, found);
        finish(number, file, plugin, "answers: " + found);
    }

    private void dies(int number, String file, String library, String name, String message, String reason)
            throws Exception {
        Bundle plugin = startIsolated(file, misbehaving(library));
        TransportException failure =
                failureOf(service(Transport.class).send(sendTo(name), message.getBytes(UTF_8)));
        assertEquals(file + ": " + failure.getMessage(), ErrorCode.PLUGIN_CRASHED, failure.code());
        assertMatches(file, reason, failure.getMessage());
        await(plugin, PluginState.ACTIVE, 2);
        finish(number, file, plugin, "PLUGIN_CRASHED, then ACTIVE again: " + failure.getMessage());
    }

    /** It may answer, but is found out. */
    private void diesSoon(int number, String file, String library, String name, String message) throws Exception {
        Bundle plugin = startIsolated(file, misbehaving(library));
        service(Transport.class).send(sendTo(name), message.getBytes(UTF_8));
        await(plugin, PluginState.ACTIVE, 2);
        finish(number, file, plugin, "crashed, then ACTIVE again");
    }

    private void refuses(int number, String file, String library, String name, ErrorCode code) throws Exception {
        Bundle plugin = startIsolated(file, misbehaving(library));
        TransportException failure = failureOf(service(Transport.class).send(sendTo(name), new byte[1]));
        assertEquals(failure.getMessage(), code, failure.code());
        finish(number, file, plugin, code + ": " + failure.getMessage());
    }

    /** What it overwrote may matter to nobody; else the plugin is ended, and told so. */
    private void endsOrGoesOn(int number, String file, String name) throws Exception {
        Bundle plugin = startIsolated(file, misbehaving(name));
        String outcome;
        try {
            outcome = "answers: "
                    + new String(send(sendTo(name), "write".getBytes(UTF_8)), UTF_8).replaceAll("\\W", "?");
        } catch (ExecutionException e) {
            TransportException failure = (TransportException) e.getCause();
            assertTrue(failure.getMessage(), Set.of(ErrorCode.PLUGIN_CRASHED, ErrorCode.IPC_ERROR)
                    .contains(failure.code()));
            outcome = failure.code() + ": " + failure.getMessage();
        }
        finish(number, file, plugin, outcome);
    }

    /** The host finds it out when it writes the next request, and ends what would go on itself. */
    private void isEnded(int number, String file) throws Exception {
        Bundle plugin = startIsolated(file, misbehaving("scribbles"));
        send(sendTo("scribbles"), "write".getBytes(UTF_8));
        TransportException failure =
                failureOf(service(Transport.class).send(sendTo("scribbles"), "again".getBytes(UTF_8)));
        assertEquals(failure.getMessage(), ErrorCode.IPC_ERROR, failure.code());
        await(plugin, PluginState.ACTIVE, 2);
        assertEquals("whole", new String(send(sendTo("scribbles"), "whole!".getBytes(UTF_8)), UTF_8).substring(0, 5));
        finish(number, file, plugin, failure.code() + ", then ACTIVE again: " + failure.getMessage());
    }

    private void finish(int number, String file, Bundle plugin, String outcome) throws Exception {
        assertEchoWorks();
        plugin.uninstall();
        awaitRunners(1);
        String row = String.format("%2d  %-32s %.170s", number, file, outcome.replaceAll("\\s+", " "));
        LOG.log(System.Logger.Level.INFO, row);
        TABLE.add(row);
    }

    private static void assertMatches(String what, String pattern, String text) {
        assertTrue(what + ": expected " + pattern + ", found " + text, text.matches("(?s).*(" + pattern + ").*"));
    }

    private static Event<byte[], byte[]> sendTo(String name) {
        return Events.defineEvent("plugin").module(name).event("send").define(byte[].class, byte[].class);
    }
}
