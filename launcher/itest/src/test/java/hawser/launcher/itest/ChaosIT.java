// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.Chaos;
import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Faults on purpose, of plugins in a process of their own. */
public class ChaosIT extends Isolated {
    private static final Event<byte[], byte[]> SEND =
            Events.defineEvent("plugin").module("dies").event("send").define(byte[].class, byte[].class);

    private Bundle dies;
    private Bundle echo;

    @Before
    public void startBoth() throws Exception {
        dies = start(install("dies", misbehaving("dies"), "process"));
        echo = start(install(echoJar(), "process"));
    }

    @After
    public void uninstallBoth() throws Exception {
        dies.uninstall();
        echo.uninstall();
        configure("hawser.chaos", Map.of());
        assertEquals(List.of(), service(Channels.class).list());
        assertEquals(List.of(), runners());
    }

    @Test
    public void shouldRefuseFaultsOnPurposeUnlessTheyAreConfigured() throws Exception {
        PluginException refused = assertThrows(PluginException.class, () -> service(Chaos.class).kill("dies"));
        assertTrue(refused.getMessage(), refused.getMessage().contains("enabled=false"));
        assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));
    }

    @Test
    public void shouldSurviveFaultsOnPurpose() throws Exception {
        Chaos chaos = chaos();
        Transport transport = service(Transport.class);
        int generation = plugin(dies).generation();
        chaos.kill("dies");
        await(dies, PluginState.ACTIVE, generation + 1);

        chaos.corrupt("dies");
        failureUnlessServed(transport.send(SEND, "well".getBytes(UTF_8)).toCompletableFuture()).ifPresent(overwritten ->
                assertTrue(overwritten.getMessage(), Set.of(ErrorCode.IPC_ERROR, ErrorCode.PLUGIN_CRASHED)
                        .contains(overwritten.code())));
        await(dies, PluginState.ACTIVE, generation + 2);

        assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));
        assertEquals("fine", new String(send(ECHO, "fine".getBytes(UTF_8)), UTF_8));
    }

    /** A stall is no death: what is open is answered when it is over, by the same process. */
    @Test
    public void shouldTakeNoStallForADeath() throws Exception {
        Chaos chaos = chaos();
        List<Long> before = runners();
        chaos.stall("dies", Duration.ofSeconds(1));

        assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));

        chaos.slow("dies", Duration.ofMillis(1));
        for (int i = 0; i < 10; i++) {
            assertEquals("well", new String(send(SEND, "well".getBytes(UTF_8)), UTF_8));
        }
        assertEquals(before, runners());
        assertEquals(1, plugin(dies).generation());
    }

    private Chaos chaos() throws Exception {
        configure("hawser.chaos", Map.of("enabled", true));
        Chaos chaos = service(Chaos.class);
        long begun = System.nanoTime();
        while (true) {
            try {
                chaos.slow("dies", Duration.ZERO);
                return chaos;
            } catch (PluginException e) { // not yet in force
                assertFalse(e.getMessage(), System.nanoTime() - begun > PATIENCE_NS);
            }
        }
    }
}
