// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Permissions;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class TransportFactoryTest {
    private static final String DECLARED = "send=\"kv:*:*\"";

    private final Router router = new Router();
    private final TransportFactory factory = new TransportFactory(router, id -> false);
    private final Bundle bundle = bundleWithPluginName("echo");
    private final TestKeys first = new TestKeys();
    private final TestKeys second = new TestKeys();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void shouldVerifyABundleThatCameBeforeTheKeyManager() {
        BundleTransport transport = transport();
        assertFalse(transport.caller().identity().orElseThrow().verified());

        factory.useKeys(first);

        assertTrue(transport.caller().identity().orElseThrow().verified());
        assertEquals(first.issued, keysOf(transport));
    }

    @Test
    void shouldRenewTheKeyOfABundleThatAsksWhileTheKeyManagerIsReplaced() throws InterruptedException {
        factory.useKeys(first);
        Thread replacing = new Thread(() -> factory.useKeys(second));
        first.onRequest = () -> startAndLetGoAsFarAsItCan(replacing);

        BundleTransport transport = transport();
        replacing.join();

        assertEquals(1, second.issued.size());
        assertEquals(second.issued, keysOf(transport));
        assertEquals(first.issued, first.revoked);
    }

    @Test
    void shouldRevokeAKeyOnceWhenTheBundleLetsGo() {
        factory.useKeys(first);
        BundleTransport transport = transport();

        factory.ungetService(bundle, null, transport);
        factory.useKeys(second);

        assertEquals(1, first.issued.size());
        assertEquals(first.issued, first.revoked);
        assertEquals(List.of(), second.issued);
    }

    @Test
    void shouldDeclareWhatTheManifestPermits() {
        factory.useKeys(first);

        transport();

        assertEquals(Permissions.parse(DECLARED), first.declared.get("echo"));
    }

    @Test
    void shouldActForItsPluginAsSoonAsItGetsAKey() {
        first.onRequest = () -> {
            throw TransportException.of(ErrorCode.INVALID_PLUGIN_KEY, "the name is another's");
        };
        factory.useKeys(first);
        BundleTransport transport = transport();

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, assertThrows(TransportException.class,
                () -> router.admit(transport.caller(), "a:b:c")).code());
        assertEquals(List.of("test.echo INVALID_PLUGIN_KEY send a:b:c"), first.refused);
        assertFalse(transport.caller().identity().orElseThrow().verified());

        first.onRequest = () -> { };
        router.admit(transport.caller(), "a:b:c");
        assertTrue(transport.caller().identity().orElseThrow().verified());
    }

    @Test
    void shouldCountActivationsAndKeepOneKeyForAllOfABundlesUses() {
        factory.useKeys(first);
        Principal principal = factory.enter(bundle);
        BundleTransport transport = transport();
        assertEquals(1, first.issued.size());

        factory.ungetService(bundle, null, transport);
        assertEquals(List.of(), first.revoked);
        factory.leave(bundle);
        assertEquals(first.issued, first.revoked);

        assertEquals(1, principal.caller().identity().orElseThrow().generation());
        assertEquals(2, transport().caller().identity().orElseThrow().generation());
    }

    private BundleTransport transport() {
        return (BundleTransport) factory.getService(bundle, null);
    }

    private static List<PluginKey> keysOf(BundleTransport transport) {
        return transport.caller().key().stream().toList();
    }

    private static void startAndLetGoAsFarAsItCan(Thread thread) {
        thread.start();
        while (thread.getState() != Thread.State.BLOCKED && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    private static Bundle bundleWithPluginName(String name) {
        Dictionary<String, String> headers = new Hashtable<>(
                Map.of(TransportFactory.NAME_HEADER, name, Permissions.HEADER, DECLARED));
        return (Bundle) Proxy.newProxyInstance(Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> headers;
                    case "getBundleId" -> 7L;
                    case "getSymbolicName" -> "test.echo";
                    case "hashCode" -> 7;
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
