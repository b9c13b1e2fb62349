// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.launcher.itest.hostile.Snoop;
import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventHandler;
import hawser.transport.Events;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import hawser.transport.Registration;
import hawser.transport.Target;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** A bundle that is after another plugin's key finds none, and what it finds is worth nothing to it. */
public class HostileBundleIT extends InFelix {
    private static final Event<String, String> WHO =
            Events.defineEvent("vault").module("door").event("who").define(String.class, String.class);
    private static final PluginIdentity VICTIM = new PluginIdentity("victim", true, 1, 1);
    private static final Set<String> SECRET_SERVICES = Set.of(NativePlugin.class.getName(), Target.class.getName(),
            PluginKeyManager.class.getName(), Transports.class.getName());

    /** What it would take for the search to be of any use: something that does hold the key. */
    private static final class Leak {
        private final byte[] kept;

        Leak(byte[] kept) {
            this.kept = kept;
        }

        @Override
        public String toString() {
            return "a leak of " + kept.length + " bytes";
        }
    }

    private Bundle hostile;
    private Bundle echo;
    private Bundle victim;
    private BiFunction<String, byte[], List<String>> snoop;

    @Before
    @SuppressWarnings("unchecked")
    public void start() throws Exception {
        hostile = ManifestBundles.start(context, "test.hostile",
                Map.of(Constants.BUNDLE_ACTIVATOR, Snoop.class.getName()), classesOfHostile());
        snoop = (BiFunction<String, byte[], List<String>>) service(hostile.getBundleContext(), BiFunction.class);
        echo = startEcho();
        victim = ManifestBundles.start(context, "test.victim", Map.of("Hawser-Plugin-Name", "victim-of-all",
                "Hawser-Permissions", "send=\"vault:*:*\""));
        service(victim.getBundleContext(), Transport.class);
        send(ECHO, "hello".getBytes(UTF_8));
    }

    private static Class<?>[] classesOfHostile() throws ClassNotFoundException {
        String search = "hawser.launcher.itest.hostile.HeapSearch";
        return new Class<?>[] {Snoop.class, Class.forName(Snoop.class.getName() + "$Everything"),
                Class.forName(Snoop.class.getName() + "$Sniffer"), Class.forName(Snoop.class.getName() + "$Listener"),
                Class.forName(search), Class.forName(search + "$Step")};
    }

    @After
    public void stop() throws BundleException {
        victim.uninstall();
        echo.uninstall();
        hostile.uninstall();
    }

    @Test
    public void shouldTellItOfNoServiceThatWouldGoPastKeysAndPermissions() {
        Set<String> seen = new HashSet<>(snoop.apply("services", null));

        assertTrue(seen.contains(Transport.class.getName()));
        seen.retainAll(SECRET_SERVICES);
        assertEquals(Set.of(), seen);
    }

    @Test
    public void shouldTellThePluginsOwnBundleOfItsPluginOnly() throws Exception {
        ServiceReference<NativePlugin> own = echo.getBundleContext().getServiceReference(NativePlugin.class);

        assertEquals("echo", own.getProperty(NativePluginConstants.NAME));
        assertEquals(null, victim.getBundleContext().getServiceReference(NativePlugin.class.getName()));
        assertEquals(null, victim.getBundleContext().getServiceReference(PluginHost.class.getName()));
        assertEquals(null, echo.getBundleContext().getServiceReference(PluginHost.class.getName()));
        assertNotNull(hostile.getBundleContext().getServiceReference(PluginHost.class.getName()));
        for (ServiceReference<?> each : hostile.getBundleContext()
                .getAllServiceReferences(EventHandler.class.getName(), null)) {
            assertEquals(hostile, each.getBundle());
        }
    }

    /** Look-ups, trackers and events, through a plugin's whole life: in the name of a bundle that is a stranger. */
    @Test
    public void shouldTellAStrangerOfNoNativePluginAndItsOwnBundleAllThatIsToldOfIt() throws Exception {
        BundleContext stranger = hostile.getBundleContext();
        List<ServiceEvent> told = new CopyOnWriteArrayList<>();
        stranger.addServiceListener(told::add, "(" + Constants.OBJECTCLASS + '=' + NativePlugin.class.getName() + ')');
        ServiceTracker<?, ?> tracker = new ServiceTracker<>(stranger, NativePlugin.class.getName(), null);
        tracker.open(true);
        ServiceTracker<?, ?> ours = new ServiceTracker<>(hawser(), NativePlugin.class.getName(), null);
        ours.open(true);

        echo.stop();
        start(echo);
        service(PluginHost.class).update("echo");

        assertEquals(List.of(), told);
        assertEquals(0, tracker.getTrackingCount());
        assertNull(stranger.getServiceReferences(NativePlugin.class.getName(), null));
        assertNull(stranger.getAllServiceReferences(NativePlugin.class.getName(), null));
        assertEquals(List.of(), List.copyOf(stranger.getServiceReferences(NativePlugin.class, "(plugin.name=echo)")));
        for (BundleContext context : List.of(echo.getBundleContext(), hawser())) {
            assertTellsAllOf(plugin(echo), context.getServiceReference(NativePlugin.class));
        }
        assertTrue(ours.getTrackingCount() >= 3);
        tracker.close();
        ours.close();
    }

    private static void assertTellsAllOf(PluginInfo plugin, ServiceReference<NativePlugin> seen) {
        Map<String, Object> expected = Map.of(NativePluginConstants.NAME, "echo",
                NativePluginConstants.VERSION, "1.0.0",
                NativePluginConstants.API_VERSION, 1, NativePluginConstants.EXECUTION, "thread",
                NativePluginConstants.GENERATION, plugin.generation());
        expected.forEach((name, value) -> assertEquals(name, value, seen.getProperty(name)));
        Object key = seen.getProperty(NativePluginConstants.KEY);
        assertTrue(key.toString(), key.toString().matches("(.*\\b)?" + plugin.keyFingerprint().orElseThrow() + "\\W?"));
        assertTrue(key.toString(), key.toString().replaceAll("[^0-9a-f]", "").length() < 32);
    }

    @Test
    public void shouldLetItFindTheKeyNowhere() throws Exception {
        PluginKeyManager keys = service(PluginKeyManager.class);
        AtomicReference<byte[]> copy = new AtomicReference<>();
        PluginKey key = keys.requestKey(VICTIM, Permissions.none(), (taken, secret) -> copy.set(secret.clone()));
        byte[] secret = copy.getAndSet(null);
        Transport bound = service(Transports.class).bind(VICTIM, secret);
        keys.keys().forEach(keys::rotateKey);

        var leak = context.registerService(Leak.class, new Leak(secret.clone()), null);
        List<String> leaks = snoop.apply("search", secret.clone());
        assertTrue(leaks.toString(), leaks.stream().anyMatch(path -> path.contains("Leak.kept")));
        leak.unregister();
        List<String> found = snoop.apply("search", secret.clone());

        assertEquals(List.of(), found);
        Cases.row(62, "a bundle", "services, events, heap, JMX", "no key found, and no service that takes one");
        bound.close();
        keys.revokeKey(key);
    }

    @Test
    public void shouldRefuseItTheServicesThatItReachesByOtherRoutes() {
        PluginKeyManager keys = stolen(PluginKeyManager.class);
        Transports transports = stolen(Transports.class);
        PluginKey key = (PluginKey) reference(NativePlugin.class).getProperty(NativePluginConstants.KEY);

        for (org.junit.function.ThrowingRunnable attempt : List.<org.junit.function.ThrowingRunnable>of(
                keys::keys, keys::refusals, () -> keys.revokeKey(key), () -> keys.rotateKey(key),
                () -> keys.resolveKey(new byte[32]), () -> keys.isValidKey(new byte[32]),
                () -> keys.admit(VICTIM, (taken, secret) -> { }),
                () -> keys.refuse(VICTIM, ErrorCode.TIMEOUT, "slander"),
                () -> keys.requestKey(VICTIM, Permissions.all(), (taken, secret) -> { }),
                () -> transports.bind(key.owner(), new byte[32]))) {
            assertEquals(ErrorCode.PLUGIN_UNAUTHORIZED, assertThrows(TransportException.class, attempt).code());
        }
        assertTrue(key.isValid());
    }

    /** {@return the service by a reference that no look-up gave, in the hostile bundle's own name} */
    private <T> T stolen(Class<T> type) {
        return hostile.getBundleContext().getService(reference(type));
    }

    @SuppressWarnings("unchecked")
    private <T> ServiceReference<T> reference(Class<T> type) {
        return (ServiceReference<T>) Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getRegisteredServices() != null)
                .flatMap(bundle -> Arrays.stream(bundle.getRegisteredServices()))
                .filter(each -> Arrays.asList((String[]) each.getProperty("objectClass")).contains(type.getName()))
                .findFirst().orElseThrow();
    }

    @Test
    public void shouldRefuseABundleThatDeclaresAnothersNameUntilItIsFree() throws Exception {
        Registration handler = service(Transport.class)
                .on(WHO, (payload, request) -> request.plugin().map(PluginIdentity::name).orElse("nobody"));
        Bundle forger = ManifestBundles.start(context, "test.forger", Map.of("Hawser-Plugin-Name", "Echo",
                "Hawser-Permissions", "send=\"vault:*:*\""));
        Transport transport = service(forger.getBundleContext(), Transport.class);

        TransportException refusal = failureOf(transport.send(WHO, "?"));

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, refusal.code());
        assertEquals("the forger is counted, not whom it would be", 1, refused("test.forger"));
        assertEquals(0, refused("echo"));
        echo.stop();
        assertEquals("Echo", transport.send(WHO, "?").toCompletableFuture().get());
        handler.close();
        forger.uninstall();
    }

    private long refused(String name) throws InterruptedException {
        return service(PluginKeyManager.class).refusals().stream().filter(each -> each.name().equals(name))
                .mapToLong(Refusals::count).sum();
    }

    @Test
    public void shouldShowNoBitOfAKeyInAHandle() throws Exception {
        PluginKey key = (PluginKey) reference(NativePlugin.class).getProperty(NativePluginConstants.KEY);

        assertTrue(key.toString().matches("[0-9a-f]{12}"));
        assertEquals(key.fingerprint(), key.toString());
        assertFalse(Arrays.stream(key.getClass().getDeclaredFields()).anyMatch(field -> field.getType().isArray()));
    }
}
