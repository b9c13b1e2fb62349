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
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * Plugins that each break one rule: the host says by name what is wrong, stays up, serves another plugin meanwhile, and
 * has nothing left of them. What was tried and what came of it is a row of {@link Cases}.
 */
public abstract class Zoo extends Isolated {
    /** How the plugins here end, and what is told of it. */
    protected static final Map<String, String> DEATHS = Map.of("segv", "SIGSEGV", "abort", "SIGABRT", "exit",
            "exited with status 0", "_exit", "exited with status 0", "kill", "SIGKILL", "overflow", "SIGSEGV",
            "divide", "SIGFPE", "illegal", "SIGILL", "spin", "killed");

    /** What hangs is to be found soon; what is slow on a busy machine is not to. */
    protected static final long SHORT_MS = 1000;
    protected static final long LONG_MS = 60_000;

    /** {@return how they are driven} */
    protected abstract String execution();

    /** How long each call may take. */
    protected abstract void allow(long callMs) throws Exception;

    /** {@return a plugin whose library has that file name, settled} */
    protected Bundle start(String file, byte[] library) throws Exception {
        byte[] jar = PluginJars.with(file.replaceAll("[^A-Za-z0-9_-]", "_"), "native/" + file, library,
                "native/" + file + ";execution=" + execution());
        return start(context.installBundle("test:" + file, new ByteArrayInputStream(jar)));
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

    /** Where it is driven in this process, the constructors end a child, in which the library is tried first. */
    @Test
    public void shouldRefuseWhatDoesNotStart() throws Exception {
        for (String way : DEATHS.keySet()) {
            allow(way.equals("spin") ? SHORT_MS : LONG_MS);
            fails(way.equals("spin") ? 13 : 12, "dies-constructor-" + way + ".so", misbehaving("dies"),
                    DEATHS.get(way));
        }
        allow(LONG_MS);
        for (int status : new int[] {-1, -2, 42}) {
            fails(14, "starts-status-" + status + ".so", misbehaving("starts"), "initialize.*" + status);
        }
        fails(41, "environment.so", misbehaving("environment"), "initialize.*-2");
    }

    @Test
    public void shouldSurviveMisuseOfTheCallbacks() throws Exception {
        answers(23, "late.so", "late", "late", "hi", "hi");
        answers(25, "misuses-reenters.so", "misuses", "misuses", "hi", "hi");
        answers(28, "misuses.so", "misuses", "misuses", "hi", "-1 -1 -1 -1 -1 -1");
        answers(29, "misuses.so", "misuses", "misuses", "hi", "-1 -1 -1 -1 -1 -1");
        answers(35, "million.so", "million", "million", "hi", "hi");
        refuses(36, "large.so", "large", "large", ErrorCode.PAYLOAD_TOO_LARGE);
        answers(0, "plain.so", "plain", "plain", "hi", "shut"); // and no function of libc
        answers(38, "destructors.so", "destructors", "destructors", "hi", "hi");
    }

    @Test
    public void shouldKeepPluginsApartThatLookAlike() throws Exception {
        Bundle first = start("keeps.so", misbehaving("keeps"));
        Bundle second = start("silent.so", misbehaving("silent"));
        assertEquals(PluginState.ACTIVE, plugin(first).state());
        assertEquals(PluginState.ACTIVE, plugin(second).state());
        second.uninstall();
        finish(39, "keeps.so, silent.so", first, "ACTIVE both, of the same symbols");
        Bundle once = start("keeps.so", misbehaving("keeps"));
        Bundle again = start("keeps-again.so", misbehaving("keeps"));
        assertMatches("keeps-again.so", "name must be its own", plugin(again).reason().orElse(""));
        again.uninstall();
        finish(40, "keeps.so", once, "ACTIVE, when another of its name was refused");
        Bundle next = start("keeps.so", misbehaving("million"));
        assertEquals("on", new String(send(sendTo("million"), "on".getBytes(UTF_8)), UTF_8));
        finish(40, "keeps.so", next, "ACTIVE, as another library under the name that was used before");
    }

    /* ---- what may come of it ---- */

    protected void fails(int number, String file, byte[] library, String reason) throws Exception {
        Bundle plugin = start(file, library);
        String why = plugin(plugin).reason().orElse("");
        assertEquals(file + ": " + why, PluginState.FAILED, plugin(plugin).state());
        assertMatches(file, reason, why);
        finish(number, file, plugin, "FAILED: " + why);
    }

    /** What is missing may be needed by nobody. */
    private void isCut(int length, byte[] library) throws Exception {
        String file = "cut-" + length + ".so";
        Bundle plugin = start(file, library);
        String why = plugin(plugin).reason().orElse("none");
        assertMatches(file, "a library must be whole: ", why);
        finish(2, file, plugin, plugin(plugin).state() + ": " + why);
    }

    protected void answers(int number, String file, String library, String name, String message, String answer)
            throws Exception {
        Bundle plugin = start(file, misbehaving(library));
        assertEquals(plugin(plugin).toString(), PluginState.ACTIVE, plugin(plugin).state());
        String found = new String(send(sendTo(name), message.getBytes(UTF_8)), UTF_8);
        assertMatches(file, answer, found);
        finish(number, file, plugin, "answers: " + found);
    }

    protected void refuses(int number, String file, String library, String name, ErrorCode code) throws Exception {
        Bundle plugin = start(file, misbehaving(library));
        TransportException failure = failureOf(service(Transport.class).send(sendTo(name), new byte[1]));
        assertEquals(failure.getMessage(), code, failure.code());
        finish(number, file, plugin, code + ": " + failure.getMessage());
    }

    protected void finish(int number, String file, Bundle plugin, String outcome) throws Exception {
        assertEchoWorks();
        plugin.uninstall();
        awaitNothingLeft(file);
        Cases.row(number, execution(), file, outcome);
    }

    /** Until nothing runs, or is mapped, of a plugin that is uninstalled. */
    protected abstract void awaitNothingLeft(String file) throws Exception;

    protected static void assertMatches(String what, String pattern, String text) {
        assertTrue(what + ": expected " + pattern + ", found " + text, text.matches("(?s).*(" + pattern + ").*"));
    }

    protected static Event<byte[], byte[]> sendTo(String name) {
        return Events.defineEvent("plugin").module(name).event("send").define(byte[].class, byte[].class);
    }
}
