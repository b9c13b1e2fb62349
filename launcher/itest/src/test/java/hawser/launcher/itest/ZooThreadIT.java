// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertFalse;

import hawser.plugin.host.PluginHost;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * The zoo in this process, as far as that can be survived: the table says of the rest that it cannot.
 */
public class ZooThreadIT extends Zoo {
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
        allow(LONG_MS);
        echo = start(install(echoJar(), "thread"));
    }

    @Override
    protected void allow(long callMs) throws Exception {
        configure("hawser.plugin.host", Map.of("initialize.timeout", callMs, "shutdown.timeout", callMs));
    }

    @AfterClass
    public static void tellWhatIsNotTriedHere() {
        for (int number : new int[] {16, 19, 20, 21, 22, 27, 31, 34}) {
            Cases.row(number, "thread", "not tried", DEADLY);
        }
    }

    @Test
    public void shouldRefuseWhatDoesNotStartInTime() throws Exception {
        allow(SHORT_MS);
        fails(15, "starts-nap.so", misbehaving("starts"), "initialize.*1000 ms");
    }

    @Test
    public void shouldSurviveWhatGoesOnByItself() throws Exception {
        answers(24, "threads-joined.so", "threads", "threads", "hi", "64");
        answers(26, "keeps.so", "keeps", "keeps", "hi", "kept");
    }
}
