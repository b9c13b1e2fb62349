// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.plugin.host.PluginHost;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.EventAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The distribution's bundles in Felix, once in this process, as the user's bundle {@code bench} sees them.
 * Shell and deploy folder are left out.
 */
public final class Distribution {
    /*
     * The exported packages come from this program's class path, so that this code and the bundles share them:
     * the bundles that export them import them, too. The API bundle has nothing else and is left out.
     */
    /** The property that holds the unpacked distribution's path. */
    public static final String PROPERTY = "hawser.bench.distribution";
    private static final String LEFT_OUT =
            ".*(/framework/|gogo|jline|launcher\\.shell|transport\\.api).*";
    private static final long PATIENCE_MS = 20_000;
    private static Distribution running;

    private final BundleContext system;
    private final BundleContext user;

    private Distribution() throws IOException, BundleException {
        Framework framework = new FrameworkFactory().newFramework(configuration());
        framework.init();
        system = framework.getBundleContext();
        try (Stream<Path> files = Files.walk(folder().resolve("bundle")).sorted()) {
            for (Path jar : files.filter(Distribution::isIncluded).toList()) {
                system.installBundle("reference:" + jar.toUri());
            }
        }
        announceOwnBundles();
        framework.start();
        for (Bundle bundle : system.getBundles()) {
            bundle.start();
        }
        Bundle bench = system.installBundle("bench", new ByteArrayInputStream(emptyBundle()));
        bench.start();
        user = bench.getBundleContext();
    }

    /** {@return the running one; it is started by the first call and ends with the process} */
    static synchronized Distribution running() throws IOException, BundleException {
        if (running == null) {
            running = new Distribution();
        }
        return running;
    }

    private static Path folder() {
        return Path.of(System.getProperty(PROPERTY));
    }

    private static boolean isIncluded(Path file) {
        return file.toString().endsWith(".jar") && !file.toString().matches(LEFT_OUT);
    }

    private static Map<String, String> configuration() throws IOException {
        Path storage = Files.createTempDirectory("hawser-bench-");
        return Map.of(
                Constants.FRAMEWORK_STORAGE, storage.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "jdk.internal.misc,"
                        + Stream.of(Transport.class, Channels.class, PluginHost.class, EventAdmin.class)
                                .map(Distribution::exported).collect(Collectors.joining(",")),
                "org.ops4j.pax.logging.DefaultServiceLog.level", "WARN",
                "org.apache.felix.eventadmin.Timeout", "0",
                "felix.fileinstall.dir", storage.resolve("no-deploy-folder").toString());
    }

    /** What the type's own bundle exports. */
    private static String exported(Class<?> type) {
        try (var jar = new JarFile(location(type).toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
        } catch (IOException e) {
            throw new IllegalStateException("the type must come from a bundle: type=" + type.getName(), e);
        }
    }

    private static Path location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** As the launcher does. */
    private void announceOwnBundles() {
        long last = List.of(system.getBundles()).stream().mapToLong(Bundle::getBundleId).max().orElse(0);
        LongPredicate own = id -> id <= last;
        system.registerService(LongPredicate.class, own, new Hashtable<>(Map.of("hawser.own.bundles", true)));
    }

    /** A bundle with a plugin name, and so with a key, as an application's. */
    private static byte[] emptyBundle() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "bench");
        headers.putValue("Hawser-Plugin-Name", "bench");
        headers.putValue(Constants.IMPORT_PACKAGE,
                "hawser.transport,hawser.transport.channel,hawser.plugin.host,org.osgi.service.event");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }

    /** {@return the service, as the user's bundle sees it; waits for it} */
    <T> T service(Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(user, type, null);
        tracker.open();
        T service = tracker.waitForService(PATIENCE_MS);
        if (service == null) {
            throw new IllegalStateException("the distribution must have the service: type=" + type.getName());
        }
        return service;
    }

    /** {@return the user's bundle} */
    BundleContext context() {
        return user;
    }

    /** Installs and starts the bundle that the type comes from. */
    void add(String type) throws BundleException, ClassNotFoundException {
        system.installBundle("reference:" + location(Class.forName(type)).toUri()).start();
    }

    /** Starts the echo example and waits until it serves. */
    void startEcho() throws Exception {
        try (Stream<Path> files = Files.list(folder().resolve("deploy"))) {
            Path jar = files.filter(file -> file.toString().contains("hawser.plugin.echo"))
                    .findFirst().orElseThrow();
            system.installBundle("reference:" + jar.toUri()).start();
        }
        service(PluginHost.class).settled().toCompletableFuture().get();
    }
}
