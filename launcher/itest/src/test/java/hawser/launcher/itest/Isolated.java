// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;

/** What tests of plugins in processes of their own share. */
abstract class Isolated extends InFelix {
    private static final String MARK = "hawser.test.mark";
    protected static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);

    /** An isolated plugin whose library has that file name, settled. */
    protected Bundle startIsolated(String file, byte[] library) throws Exception {
        byte[] jar = PluginJars.with(file.replaceAll("[^A-Za-z0-9_-]", "_"), "native/" + file, library,
                "native/" + file + ";execution=process");
        return start(context.installBundle("test:" + file, new ByteArrayInputStream(jar)));
    }

    /** Until the plugin is in that state in that generation, or a later one. */
    protected void await(Bundle bundle, PluginState state, int generation) throws Exception {
        long begun = System.nanoTime();
        PluginInfo now = plugin(bundle); // its state and its generation of one moment
        while (now.state() != state || now.generation() < generation) {
            assertFalse("expected " + state + ": " + now, System.nanoTime() - begun > PATIENCE_NS);
            Thread.onSpinWait();
            now = plugin(bundle);
        }
    }

    protected void assertEchoWorks() throws Exception {
        assertEquals("fine", new String(send(ECHO, "fine".getBytes(UTF_8)), UTF_8));
    }

    /** The settings of that name, once they are in force; they are as by default otherwise. */
    protected void configure(String pid, Map<String, ?> settings) throws Exception {
        Configuration configuration = service(ConfigurationAdmin.class).getConfiguration(pid, "?");
        Dictionary<String, Object> properties = new Hashtable<>(settings);
        configuration.updateIfDifferent(properties);
        awaitConfigured();
    }

    /** Changes are told one after the other: when this one has been, those before are in force. */
    private void awaitConfigured() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        ServiceRegistration<?> listening = context.registerService(ConfigurationListener.class, event -> {
            if (event.getPid().equals(MARK)) {
                told.countDown();
            }
        }, null);
        Configuration mark = service(ConfigurationAdmin.class).getConfiguration(MARK, "?");
        mark.update(new Hashtable<>(Map.of("now", System.nanoTime())));
        assertTrue("changes of the configuration must be told", told.await(PATIENCE_NS, TimeUnit.NANOSECONDS));
        listening.unregister();
        mark.delete();
    }

    /** The runners that this process has started and that have not ended. */
    protected static List<Long> runners() {
        try (Stream<ProcessHandle> all = ProcessHandle.current().children()) {
            return all.map(ProcessHandle::pid).filter(Isolated::isRunner).toList();
        }
    }

    private static boolean isRunner(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).startsWith("hawser-runner");
        } catch (IOException e) {
            return false;
        }
    }

    protected static void awaitRunners(int count) {
        long begun = System.nanoTime();
        while (runners().size() != count) {
            assertFalse("still " + runners(), System.nanoTime() - begun > PATIENCE_NS);
            Thread.onSpinWait();
        }
    }

    protected static Optional<TransportException> failureUnlessServed(CompletableFuture<byte[]> answer) {
        try {
            assertEquals("well", new String(answer.join(), UTF_8));
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of((TransportException) e.getCause());
        }
    }
}
