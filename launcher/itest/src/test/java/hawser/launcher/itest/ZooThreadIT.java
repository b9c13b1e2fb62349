// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.channel.Channels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * The zoo in this process, as far as that can be survived: the table says of the rest that it cannot.
 */
public class ZooThreadIT extends Zoo {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final String DEADLY = "cannot be survived in this process, which it ends; with execution=process it "
            + "is told as PLUGIN_CRASHED";

    private Bundle echo;

    @Override
    protected String execution() {
        return "thread";
    }

    @Override
    protected void awaitNothingLeft(String file) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!mappings("memfd:" + file).isEmpty() || !runners().isEmpty()
                || service(PluginHost.class).list().size() > 1) {
            assertFalse(file + ": " + mappings("memfd:" + file) + runners(), System.nanoTime() - deadlineNs > 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Before
    public void startItBesideEcho() throws Exception {
        configure("hawser.plugin.host", Map.of("initialize.timeout", 1000L, "shutdown.timeout", 1000L));
        echo = start(install(echoJar(), "thread"));
    }

    @After
    public void leaveNothing() throws Exception {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith("test:")) {
                bundle.uninstall();
            }
        }
        assertEquals(List.of(), service(Channels.class).list());
    }

    @AfterClass
    public static void tellWhatIsNotTriedHere() {
        for (int number : new int[] {16, 19, 20, 21, 22, 27, 31, 34}) {
            Cases.row(number, "thread", "not tried", DEADLY);
        }
    }

    /** The constructors end a child, in which the library is tried first. */
    @Test
    public void shouldRefuseWhatDoesNotStart() throws Exception {
        for (String way : DEATHS.keySet()) {
            fails(way.equals("spin") ? 13 : 12, "dies-constructor-" + way + ".so", misbehaving("dies"),
                    DEATHS.get(way));
        }
        for (int status : new int[] {-1, -2, 42}) {
            fails(14, "starts-status-" + status + ".so", misbehaving("starts"), "initialize.*" + status);
        }
        fails(15, "starts-nap.so", misbehaving("starts"), "initialize.*1000 ms");
        fails(41, "environment.so", misbehaving("environment"), "initialize.*-2");
    }

    @Test
    public void shouldSurviveMisuseOfTheCallbacks() throws Exception {
        answers(23, "late.so", "late", "late", "hi", "hi");
        answers(24, "threads-joined.so", "threads", "threads", "hi", "64");
        answers(25, "misuses-reenters.so", "misuses", "misuses", "hi", "hi");
        answers(26, "keeps.so", "keeps", "keeps", "hi", "kept");
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
}
