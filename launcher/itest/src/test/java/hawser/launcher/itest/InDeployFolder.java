// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.channel.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.After;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** A deploy folder that is watched, and what tests put there. */
public abstract class InDeployFolder extends InFelix {
    protected static final Path DEPLOY = Path.of("target/deploy-folder").toAbsolutePath();
    protected static final Path ELSEWHERE = Path.of("target/deploy-elsewhere").toAbsolutePath();
    private static final Path UNPACKED = Path.of("target/deploy-unpacked").toAbsolutePath();
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(120);

    @Override
    @Configuration
    public Option[] configuration() throws IOException {
        Files.createDirectories(DEPLOY);
        Files.createDirectories(ELSEWHERE);
        Files.createDirectories(UNPACKED);
        clear();
        return combine(super.configuration(),
                frameworkProperty("felix.fileinstall.dir").value(DEPLOY + "," + UNPACKED),
                frameworkProperty("felix.fileinstall.subdir.mode").value("skip"),
                frameworkProperty("hawser.deploy").value(DEPLOY.toString()),
                frameworkProperty("hawser.unpacked").value(UNPACKED.toString()),
                frameworkProperty("felix.fileinstall.disableNio2").value("true"),
                frameworkProperty("felix.fileinstall.poll").value("100"));
    }

    @After
    public void clearAndWait() throws Exception {
        clear();
        Channels channels = service(Channels.class);
        await(plugins -> plugins.isEmpty() && channels.list().isEmpty()); // whose bundle has gone may end yet
    }

    private static void clear() throws IOException {
        for (Path folder : List.of(DEPLOY, ELSEWHERE)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    delete(file);
                }
            }
        }
    }

    /** A file, or a folder with all that is in it. */
    protected static void delete(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** The echo example under another name of four characters. */
    protected static byte[] echo(String name, String version) throws IOException {
        try (JarFile jar = new JarFile(echoJar().toFile())) {
            byte[] bytes = jar.getInputStream(jar.getEntry("native/linux-x86-64/libecho.so")).readAllBytes();
            String text = new String(bytes, ISO_8859_1);
            assertTrue(text.contains("\0echo\0") && text.contains("\0001.0.0\0"));
            return text.replace("\0echo\0", '\0' + name + '\0').replace("\0001.0.0\0", '\0' + version + '\0')
                    .getBytes(ISO_8859_1);
        }
    }

    protected static Path drop(Path file, byte[] bytes) throws IOException {
        Path whole = Files.write(file.resolveSibling(".whole"), bytes);
        return Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** With those permissions, before anybody sees it. */
    protected static Path drop(Path file, byte[] bytes, String permissions) throws IOException {
        Path whole = Files.write(file.resolveSibling(".whole"), bytes);
        Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString(permissions));
        return Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@return the plugins as they were when it was reached, which they need not be any more} */
    protected List<PluginInfo> await(Predicate<List<PluginInfo>> reached) throws Exception {
        PluginHost host = service(PluginHost.class);
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        List<PluginInfo> now = host.list();
        while (!reached.test(now)) {
            assertTrue("not reached: " + now, System.nanoTime() - deadlineNs < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            now = host.list();
        }
        return now;
    }

    /** Also while nobody hosts plugins. */
    protected static void awaitUninstalled(Bundle bundle) {
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (bundle.getState() != Bundle.UNINSTALLED) {
            assertTrue(bundle + " must be uninstalled: state=" + bundle.getState(), System.nanoTime() - deadlineNs < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    protected PluginInfo awaitOne(Predicate<PluginInfo> reached) throws Exception {
        return await(plugins -> plugins.size() == 1 && reached.test(plugins.get(0))).get(0);
    }

    protected static boolean isActive(PluginInfo plugin) {
        return plugin.state() == PluginState.ACTIVE;
    }
}
