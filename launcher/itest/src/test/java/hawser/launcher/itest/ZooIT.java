// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** The zoo in processes of its own, where each plugin of it is survived. */
public class ZooIT extends Zoo {
    private Bundle echo;

    @Override
    protected String execution() {
        return "process";
    }

    @Override
    protected void awaitNothingLeft(String file) {
        awaitRunners(1);
    }

    @Before
    public void startItBesideEcho() throws Exception {
        allow(LONG_MS);
        echo = start(install(echoJar(), "process"));
    }

    @Override
    protected void allow(long callMs) throws Exception {
        allow(callMs, callMs);
    }

    private void allow(long initializeMs, long callMs) throws Exception {
        configure("hawser.plugin.host", Map.of("initialize.timeout", initializeMs, "shutdown.timeout", callMs));
        configure("hawser.plugin.process", Map.of("hang.timeout", callMs, "restart.delay", 1L));
    }

    @Test
    public void shouldRefuseWhatDoesNotStartInTime() throws Exception {
        allow(SHORT_MS);
        fails(15, "starts-asleep.so", misbehaving("starts"), "had not answered within 1000 ms, inside initialize");
    }

    @Test
    public void shouldSurviveEveryDeathInEveryFunction() throws Exception {
        for (String way : DEATHS.keySet()) {
            int number = way.equals("spin") ? 17 : 16;
            long callMs = way.equals("spin") ? SHORT_MS : LONG_MS;
            allow(callMs);
            fails(number, "dies-initialize-" + way + ".so", misbehaving("dies"), DEATHS.get(way) + ".*initialize");
            allow(LONG_MS, callMs);
            dies(number, "dies.so", "dies", "dies", way, DEATHS.get(way) + ".*process_message");
            isQuarantined(number, "dies-update-" + way + ".so", misbehaving("dies"), DEATHS.get(way) + ".*update");
            Bundle plugin = start("dies-shutdown-" + way + ".so", misbehaving("dies"));
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
        allow(LONG_MS);
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
    public void shouldSurviveWhatGoesOnByItself() throws Exception {
        answers(24, "threads.so", "threads", "threads", "hi", "64");
        dies(30, "misuses-claims.so", "misuses", "misuses", "crash", "SIGABRT");
        answers(37, "threads.so", "threads", "threads", "hi", "64");
        answers(42, "prints.so", "prints", "prints", Integer.getInteger("hawser.zoo.mib", 64).toString(), "\\d+");
    }

    @Test
    public void shouldSurviveWhatWritesIntoItsChannel() throws Exception {
        answers(26, "keeps.so", "keeps", "keeps", "hi", "kept");
        isEnded(33, "scribbles-requests.so");
        allow(LONG_MS, SHORT_MS); // what waits for what was overwritten waits for ever
        endsOrGoesOn(27, "outside.so", "outside"); // the host may see what it wrote before it dies
        for (String what : List.of("states", "records", "all", "flips", "back", "ahead")) {
            int number = what.equals("flips") ? 32 : List.of("back", "ahead").contains(what) ? 33 : 31;
            endsOrGoesOn(number, "scribbles-" + what + ".so", "scribbles");
        }
        endsOrGoesOn(31, "scribbles-header.so", "scribbles");
    }

    /* ---- what may come of it ---- */

    private void isQuarantined(int number, String file, byte[] library, String reason) throws Exception {
        Bundle plugin = start(file, library);
        await(plugin, PluginState.QUARANTINED, 1);
        String why = plugin(plugin).reason().orElse("");
        assertMatches(file, reason, why);
        finish(number, file, plugin, "QUARANTINED: " + why);
    }

    private void dies(int number, String file, String library, String name, String message, String reason)
            throws Exception {
        Bundle plugin = start(file, misbehaving(library));
        TransportException failure =
                failureOf(service(Transport.class).send(sendTo(name), message.getBytes(UTF_8)));
        assertEquals(file + ": " + failure.getMessage(), ErrorCode.PLUGIN_CRASHED, failure.code());
        assertMatches(file, reason, failure.getMessage());
        await(plugin, PluginState.ACTIVE, 2);
        finish(number, file, plugin, "PLUGIN_CRASHED, then ACTIVE again: " + failure.getMessage());
    }

    /** It may answer, but is found out. */
    private void diesSoon(int number, String file, String library, String name, String message) throws Exception {
        Bundle plugin = start(file, misbehaving(library));
        service(Transport.class).send(sendTo(name), message.getBytes(UTF_8));
        await(plugin, PluginState.ACTIVE, 2);
        finish(number, file, plugin, "crashed, then ACTIVE again");
    }

    /** What it overwrote may matter to nobody; else the plugin is ended, and told so. */
    private void endsOrGoesOn(int number, String file, String name) throws Exception {
        Bundle plugin = start(file, misbehaving(name));
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
        Bundle plugin = start(file, misbehaving("scribbles"));
        send(sendTo("scribbles"), "write".getBytes(UTF_8));
        TransportException failure =
                failureOf(service(Transport.class).send(sendTo("scribbles"), "again".getBytes(UTF_8)));
        assertEquals(failure.getMessage(), ErrorCode.IPC_ERROR, failure.code());
        await(plugin, PluginState.ACTIVE, 2);
        assertEquals("whole", new String(send(sendTo("scribbles"), "whole!".getBytes(UTF_8)), UTF_8).substring(0, 5));
        finish(number, file, plugin, failure.code() + ", then ACTIVE again: " + failure.getMessage());
    }
}
