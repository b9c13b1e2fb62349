// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.product.Services;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * The distribution's bundles in Felix, once in a process, and this program's own classes as a user's bundle among
 * them. Shell, console and deploy folder are left out.
 */
final class ForkFramework {
    /*
     * What measures the product is loaded a second time, by the user's bundle: it then sees the product's packages and
     * services as every bundle does, however the product's bundles are wired. Only what the distribution does not
     * have, histograms and the peers' libraries, comes from this program's class path.
     */
    private static final String LEFT_OUT = ".*(/framework/|gogo|jline|launcher\\.shell|launcher\\.console).*";
    private static final String FROM_CLASS_PATH = "org.HdrHistogram,com.lmax.*,com.google.*,io.*";
    private static final String NAME = "bench";

    private ForkFramework() {
    }

    /** {@return the class as the user's bundle loads it, everything running} */
    static Class<?> load(Class<?> type) throws IOException, BundleException, ClassNotFoundException {
        Framework framework = new FrameworkFactory().newFramework(configuration());
        framework.init();
        BundleContext system = framework.getBundleContext();
        installDistribution(system);
        announceOwnBundles(system);
        framework.start();
        for (Bundle bundle : system.getBundles()) {
            bundle.start();
        }
        system.installBundle("reference:" + eventAdmin().toUri());
        Bundle user = system.installBundle(NAME, new ByteArrayInputStream(ownBundle()));
        user.start();
        return user.loadClass(type.getName());
    }

    private static Map<String, String> configuration() throws IOException {
        Path storage = Files.createTempDirectory("hawser-bench-");
        return Map.of(
                Constants.FRAMEWORK_STORAGE, storage.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "jdk.internal.misc",
                Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_APP,
                Constants.FRAMEWORK_BOOTDELEGATION, FROM_CLASS_PATH,
                "org.ops4j.pax.logging.DefaultServiceLog.level", "WARN",
                "org.apache.felix.eventadmin.Timeout", "0",
                "felix.fileinstall.dir", storage.resolve("no-deploy-folder").toString());
    }

    private static void installDistribution(BundleContext system) throws IOException, BundleException {
        Path folder = Path.of(System.getProperty(Services.DISTRIBUTION), "bundle");
        try (Stream<Path> files = Files.walk(folder).sorted()) {
            for (Path jar : files.filter(ForkFramework::isIncluded).toList()) {
                system.installBundle("reference:" + jar.toUri());
            }
        }
    }

    private static boolean isIncluded(Path file) {
        return file.toString().endsWith(".jar") && !file.toString().matches(LEFT_OUT);
    }

    /** As the launcher does. */
    private static void announceOwnBundles(BundleContext system) {
        long last = List.of(system.getBundles()).stream().mapToLong(Bundle::getBundleId).max().orElse(0);
        LongPredicate own = id -> id <= last;
        system.registerService(LongPredicate.class, own, new Hashtable<>(Map.of("hawser.own.bundles", true)));
    }

    /** It resolves when something of it is asked for. */
    private static Path eventAdmin() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith(Services.EVENT_ADMIN))
                .findFirst().orElseThrow().toAbsolutePath();
    }

    /** With a plugin name, and so with a key, and with permissions, as an application's. */
    private static byte[] ownBundle() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, NAME);
        headers.putValue("Hawser-Plugin-Name", NAME);
        headers.putValue("Hawser-Permissions", "send=\"bench:*:*,echo:*:*\";handle=\"bench:*:*\"");
        headers.putValue(Constants.IMPORT_PACKAGE,
                "hawser.transport,hawser.transport.channel,hawser.plugin.host,org.osgi.framework");
        headers.putValue(Constants.DYNAMICIMPORT_PACKAGE, "*");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            addClasses(jar);
        }
        return bytes.toByteArray();
    }

    private static void addClasses(JarOutputStream jar) throws IOException {
        Path classes = Path.of(ForkFramework.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
    }
}
