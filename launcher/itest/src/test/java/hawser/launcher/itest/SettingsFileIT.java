// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** A bare library in the deploy folder with a file beside it that says more about it. */
public class SettingsFileIT extends InFelix {
    private static final Path DEPLOY = Path.of("target/settings-deploy").toAbsolutePath();
    private static final Path LIBRARY = DEPLOY.resolve("libquiet.so");
    private static final Path SETTINGS = DEPLOY.resolve("libquiet.json");
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    @Override
    @Configuration
    public Option[] configuration() throws IOException {
        Files.createDirectories(DEPLOY);
        clear();
        return combine(super.configuration(), frameworkProperty("felix.fileinstall.dir").value(DEPLOY.toString()),
                frameworkProperty("felix.fileinstall.poll").value("100"));
    }

    @After
    public void clearAndWait() throws Exception {
        clear();
        await(plugins -> plugins.isEmpty());
    }

    private static void clear() throws IOException {
        Files.deleteIfExists(SETTINGS);
        Files.deleteIfExists(LIBRARY);
    }

    private static void drop(Path file, byte[] bytes) throws IOException {
        Path whole = Files.write(DEPLOY.resolve(".whole"), bytes);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void settings(String json) throws IOException {
        drop(SETTINGS, json.getBytes(UTF_8));
    }

    private PluginInfo await(Predicate<List<PluginInfo>> reached) throws Exception {
        PluginHost host = service(PluginHost.class);
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        List<PluginInfo> now = host.list();
        while (!reached.test(now)) {
            assertTrue("not reached: " + now, System.nanoTime() - deadlineNs < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            now = host.list();
        }
        return now.isEmpty() ? null : now.get(0);
    }

    private PluginInfo awaitEvents(String... events) throws Exception {
        return await(plugins -> plugins.size() == 1 && plugins.get(0).state() == PluginState.ACTIVE
                && plugins.get(0).events().equals(List.of(events)));
    }

    @Test
    public void shouldRunAPluginAsTheFileBesideItSays() throws Exception {
        settings("{\"execution\": \"inline\", \"events\": [{\"name\": \"quiet:one:send\", \"type\": 1},"
                + "{\"name\": \"quiet:two:send\", \"type\": 2, \"response\": \"none\"}]}");
        drop(LIBRARY, misbehaving("silent"));

        PluginInfo plugin = awaitEvents("quiet:one:send", "quiet:two:send");

        assertEquals("inline", plugin.execution());
    }

    @Test
    public void shouldFollowTheFileWhenItComesChangesAndGoes() throws Exception {
        drop(LIBRARY, misbehaving("silent"));
        assertEquals("process", awaitEvents("plugin:silent:send").execution());

        settings("{\"events\": [{\"name\": \"quiet:one:send\"}]}");
        awaitEvents("quiet:one:send");
        settings("{\"events\": [{\"name\": \"quiet:other:send\"}], \"execution\": \"inline\"}");
        assertEquals("inline", awaitEvents("quiet:other:send").execution());
        Files.delete(SETTINGS);

        assertEquals("process", awaitEvents("plugin:silent:send").execution());
    }

    @Test
    public void shouldSayWhatIsWrongWithTheFile() throws Exception {
        settings("{\"executoin\": \"thread\"}");
        drop(LIBRARY, misbehaving("silent"));
        assertReason("execution may have been meant");

        settings("{\"sha256\": \"" + "0".repeat(64) + "\"}");
        assertReason("required sha256=000");

        settings("no JSON");
        assertReason("must be JSON");
    }

    private void assertReason(String part) throws Exception {
        PluginInfo failed = await(plugins -> plugins.size() == 1 && plugins.get(0).reason().orElse("").contains(part));
        assertNotNull(failed);
        assertEquals(PluginState.FAILED, failed.state());
    }
}
