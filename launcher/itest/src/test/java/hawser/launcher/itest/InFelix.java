// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.PluginKeyManager;
import hawser.transport.Target;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/** Starts Felix with every bundle of the distribution but the shell and what needs it, once for a class of tests. */
@RunWith(OneClass.class)
@ExamReactorStrategy(PerClass.class)
public abstract class InFelix {
    /** The echo example's event. */
    protected static final Event<byte[], byte[]> ECHO =
            Events.defineEvent("echo").module("message").event("send").define(byte[].class, byte[].class);
    protected static final List<String> EXECUTIONS = List.of("thread", "inline", "process");
    private static final String OWN_BUNDLES = "hawser.own.bundles";
    /** Services that no bundle but Hawser's own sees. */
    private static final Set<Class<?>> HIDDEN =
            Set.of(NativePlugin.class, PluginKeyManager.class, Target.class, Transports.class);

    /** The probe's own context: it is no bundle of Hawser's. */
    @Inject
    protected BundleContext context;

    private ServiceRegistration<LongPredicate> own;

    /** {@return the distribution's bundles as options} */
    @Configuration
    public Option[] configuration() throws IOException {
        return options(
                frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("ERROR"),
                frameworkProperty("felix.fileinstall.dir").value("target/no-deploy-folder"),
                systemPackage("jdk.internal.misc"),
                composite(bundles()),
                junitBundles());
    }

    private static Option[] bundles() throws IOException {
        try (Stream<Path> files = Files.walk(dist().resolve("bundle"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().matches(".*(/framework/|gogo|jline|launcher.(shell|console)).*"))
                    .map(file -> bundle(file.toUri().toString()))
                    .toArray(Option[]::new);
        }
    }

    /** {@return the unpacked distribution} */
    protected static Path dist() {
        return Path.of(System.getProperty("hawser.dist"));
    }

    /** Says, in the launcher's place, that the bundles of the distribution are Hawser's own. */
    @Before
    public void ownBundles() {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(OWN_BUNDLES, true);
        long probe = context.getBundle().getBundleId();
        own = context.getBundle(0).getBundleContext()
                .registerService(LongPredicate.class, id -> id < probe, properties);
    }

    @After
    public void disownBundles() {
        own.unregister();
    }

    /** {@return the service, as the probe sees it, or, if it is hidden from the probe, Hawser; waits for it} */
    protected <T> T service(Class<T> type) throws InterruptedException {
        return service(HIDDEN.contains(type) ? hawser() : context, type);
    }

    /** {@return the context of a bundle of Hawser's own, which sees every service} */
    protected BundleContext hawser() {
        return installed("hawser.plugin.host").getBundleContext();
    }

    /** {@return the bundle of that symbolic name} */
    protected Bundle installed(String symbolicName) {
        return Arrays.stream(context.getBundles()).filter(each -> symbolicName.equals(each.getSymbolicName()))
                .findFirst().orElseThrow();
    }

    /** {@return the service, as that bundle sees it; waits for it} */
    protected static <T> T service(BundleContext context, Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        T service = tracker.waitForService(SECONDS.toMillis(120));
        assertNotNull("service " + type.getName(), service);
        return service;
    }

    /** {@return the echo bundle, started, with its plugin settled} */
    protected Bundle startEcho() throws Exception {
        return start(context.installBundle(echoJar().toUri().toString()));
    }

    /** {@return the bundle, started, with its plugin settled} */
    protected Bundle start(Bundle bundle) throws BundleException, InterruptedException, ExecutionException {
        PluginHost host = service(PluginHost.class);
        bundle.start();
        host.settled().toCompletableFuture().get();
        return bundle;
    }

    /** {@return the echo example's bundle} */
    protected static Path echoJar() throws IOException {
        return jar("deploy", "hawser.plugin.echo");
    }

    /** {@return the bundle of one of the examples that are not deployed, installed} */
    protected Bundle installExample(String name) throws IOException, BundleException {
        return context.installBundle(exampleJar(name).toUri().toString());
    }

    /** {@return the bundle of one of the examples that are not deployed} */
    protected static Path exampleJar(String name) throws IOException {
        return jar("examples", "hawser.plugin." + name);
    }

    private static Path jar(String folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(dist().resolve(folder))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).findFirst().orElseThrow();
        }
    }

    /** What is to hold for a plugin, however it is driven. */
    protected interface Check {
        void run(Bundle plugin) throws Exception;
    }

    /** With that example driven in each way, one after the other. */
    protected void inEachExecution(String example, Check check) throws Exception {
        for (String execution : EXECUTIONS) {
            Bundle bundle = start(install(exampleJar(example), execution));
            try {
                check.run(bundle);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with execution=" + execution + ": " + e, e);
            } finally {
                bundle.uninstall();
            }
        }
    }

    /** {@return that plugin's bundle, installed, to be driven otherwise than it says} */
    protected Bundle install(Path jar, String execution) throws IOException, BundleException {
        return context.installBundle("test:" + execution + ":" + jar.getFileName(),
                new ByteArrayInputStream(PluginJars.drivenBy(jar, execution)));
    }

    /** {@return a bundle with that library, installed, to be driven so} */
    protected Bundle install(String name, byte[] library, String execution) throws IOException, BundleException {
        byte[] jar = PluginJars.with(name, "native/l.so", library, "native/l.so;execution=" + execution);
        return context.installBundle("test:" + execution + ":" + name, new ByteArrayInputStream(jar));
    }

    /** {@return the library of the plugin that breaks that rule} */
    protected static byte[] misbehaving(String name) throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("hawser.misbehaving"), "lib" + name + ".so"));
    }

    /** {@return the installed bundle of that symbolic name} */
    protected Bundle bundleNamed(String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst().orElseThrow();
    }

    /** {@return the plugin of that bundle as the host knows it} */
    protected PluginInfo plugin(Bundle bundle) throws InterruptedException {
        return service(PluginHost.class).list().stream()
                .filter(plugin -> plugin.bundleId() == bundle.getBundleId()).findFirst().orElseThrow();
    }

    /** {@return the answer} */
    protected <Q, R> R send(Event<Q, R> event, Q payload) throws Exception {
        return service(Transport.class).send(event, payload).toCompletableFuture().get();
    }

    /** {@return the failure that the stage ended with} */
    protected static TransportException failureOf(CompletionStage<?> stage) {
        ExecutionException thrown =
                assertThrows(ExecutionException.class, () -> stage.toCompletableFuture().get());
        return (TransportException) thrown.getCause();
    }

    /** {@return lines of this process's memory map that name the file} */
    protected static List<String> mappings(String file) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(file)).toList();
        }
    }
}
